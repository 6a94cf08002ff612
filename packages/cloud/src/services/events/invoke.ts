import { type Caller, roleCaller, serviceCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { sendToQueue } from '../../kernel/sendToQueue.ts';
import type { Delivery } from './delivery.ts';
import type { BusEvent } from './envelope.ts';
import { addressOf, type TargetAddress, type TargetKind } from './targetKinds.ts';

/**
 * Brings `input` to the target, in its Region: as the role that the target names, otherwise as
 * EventBridge itself, which the target's own policy has to let in.
 * @throws AwsError what the target's service answers
 */
export function invoke(delivery: Delivery, input: string, context: Context) {
  const { target, rule } = delivery;
  const address = addressOf(target.Arn!)!;
  const caller =
    target.RoleArn === undefined
      ? serviceCaller(servicePrincipal, { arn: rule.arn, accountId: context.accountId })
      : ofRole(target.RoleArn, delivery, context);
  const there = context.in({ region: address.region });
  ways[address.kind]({ address, delivery, input, caller }, there);
}

const servicePrincipal = 'events.amazonaws.com';

interface Invocation {
  readonly address: TargetAddress;
  readonly delivery: Delivery;
  readonly input: string;
  readonly caller: Caller;
}

type Way = (invocation: Invocation, context: Context) => void;

const ways: Readonly<Record<TargetKind, Way>> = {
  topic({ delivery, input, caller }, context) {
    const publication = { TopicArn: delivery.target.Arn!, Message: input };
    context.call('sns', 'Publish', publication, { caller });
  },
  queue({ delivery, input, caller }, context) {
    sendToQueue(context, caller, { queueArn: delivery.target.Arn!, body: input });
  },
  function({ delivery, input, caller }, context) {
    const invocation = {
      FunctionName: delivery.target.Arn!,
      InvocationType: 'Event',
      Payload: Buffer.from(input),
    };
    context.call('lambda', 'Invoke', invocation, { caller });
  },
  logGroup: putLogEvent,
  automation: startAutomation,
  bus: putEvent,
};

function ofRole(roleArn: string, { rule }: Delivery, context: Context): Caller {
  const { accountId, identities, ids } = context;
  const identity = identities.serviceSession(roleArn, servicePrincipal, ids.hex(32), {
    'aws:sourcearn': rule.arn,
    'aws:sourceaccount': accountId,
  });
  if (identity) return roleCaller(identity, servicePrincipal);
  throw new AwsError('FAILED_TO_ASSUME_ROLE', `EventBridge cannot assume the role ${roleArn}.`);
}

/**
 * A log stream for each event. A target with an input of its own says both time and message:
 * `{"timestamp": …, "message": "…"}` (user guide, CloudWatch Logs as a target).
 */
function putLogEvent({ address, delivery, input, caller }: Invocation, context: Context) {
  const { target, event } = delivery;
  const { id } = JSON.parse(event) as BusEvent;
  const stream = { logGroupName: address.name, logStreamName: `${id}-${context.ids.hex(8)}` };
  const isOwnInput =
    target.Input !== undefined ||
    target.InputPath !== undefined ||
    target.InputTransformer !== undefined;
  const logEvent = isOwnInput ? readLogEvent(input) : { timestamp: context.nowMs, message: event };
  context.call('logs', 'CreateLogStream', stream, { caller });
  context.call('logs', 'PutLogEvents', { ...stream, logEvents: [logEvent] }, { caller });
}

function readLogEvent(input: string): { timestamp: number; message: string } {
  const given: unknown = JSON.parse(input);
  const { timestamp, message } = Object(given) as { timestamp?: unknown; message?: unknown };
  const timeMs = typeof timestamp === 'string' ? timeOf(timestamp) : timestamp;
  if (typeof timeMs === 'number' && Number.isInteger(timeMs) && typeof message === 'string') {
    return { timestamp: timeMs, message };
  }
  throw new AwsError('INVALID_JSON', 'A log group needs a timestamp and a message.');
}

function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

/** The input is the runbook's parameters; each has a list of texts. */
function startAutomation({ address, input, caller }: Invocation, context: Context) {
  const [DocumentName, DocumentVersion] = address.name.split(':');
  const given: unknown = JSON.parse(input);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new AwsError('INVALID_JSON', 'The parameters of a runbook are a JSON object.');
  }
  const Parameters = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, [value].flat().map(textOf)]),
  );
  const execution = {
    DocumentName,
    ...(DocumentVersion === undefined ? undefined : { DocumentVersion }),
    Parameters,
  };
  context.call('ssm', 'StartAutomationExecution', execution, { caller });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The event keeps its source and time; `PutEvents` knows by the caller that it was forwarded. */
function putEvent({ delivery, caller }: Invocation, context: Context) {
  const event = JSON.parse(delivery.event) as BusEvent;
  const entry = {
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
    Resources: event.resources,
    Time: new Date(event.time),
    EventBusName: delivery.target.Arn!,
  };
  context.call('events', 'PutEvents', { Entries: [entry] }, { caller });
}
