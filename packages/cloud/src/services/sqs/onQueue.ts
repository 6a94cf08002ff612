import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { type Queue, queues } from './state.ts';

interface QueueInput {
  readonly QueueUrl?: string | undefined;
}

/** What operations on a queue have in common: the queue is authorized, and by its own policy. */
export const onQueue = {
  resource: (input: QueueInput, context: Context): string => arnOf(input, context),
  resourcePolicy: (input: QueueInput, context: Context): string | undefined =>
    lookUp(input, context)?.attributes.Policy,
  conditionKeys: (input: QueueInput, context: Context): ConditionKeys =>
    tagKeys(lookUp(input, context)?.tags ?? {}),
};

/** A call that CloudTrail takes for a data event of its queue. */
export const dataEvent = {
  event: 'Data',
  record: {
    resources: (input: QueueInput, _output: unknown, context: Context) => [
      { type: 'AWS::SQS::Queue', ARN: arnOf(input, context) },
    ],
  },
} as const;

/** The queue of a URL. Throws InvalidAddress or QueueDoesNotExist. */
export function queueOf(input: QueueInput, context: Context): Queue {
  if (!addressOf(input)) {
    const message = `The address ${input.QueueUrl} is not valid for this endpoint.`;
    throw new AwsError('InvalidAddress', message);
  }
  const queue = lookUp(input, context);
  if (!queue) throw queueDoesNotExist();
  return queue;
}

export function queueDoesNotExist(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** A problem for which SQS's model has no error. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message, { statusCode: 400 });
}

export function queueUrl({ name }: Pick<Queue, 'name'>, context: Context): string {
  return `${context.settings.endpoint}/${context.accountId}/${name}`;
}

/** The queue of an ARN, if it is one of this account and Region. */
export function queueOfArn(arn: string, context: Context): Queue | undefined {
  const prefix = context.arn('sqs', '');
  return arn.startsWith(prefix) ? context.table(queues).get(arn.slice(prefix.length)) : undefined;
}

/** `aws:ResourceTag/…`, or the keys with another prefix. */
export function tagKeys(
  tags: Readonly<Record<string, string>>,
  prefix = 'aws:resourcetag/',
): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const name in tags) keys[prefix + name.toLowerCase()] = tags[name]!;
  return keys;
}

function arnOf(input: QueueInput, context: Context): string {
  const address = addressOf(input);
  if (!address) return context.arn('sqs', '*');
  const { accountId, name } = address;
  return `arn:aws:sqs:${context.region}:${accountId}:${name}`;
}

function lookUp(input: QueueInput, context: Context): Queue | undefined {
  const address = addressOf(input);
  if (!address || address.accountId !== context.accountId) return undefined;
  return context.table(queues).get(address.name);
}

/** Any host is taken: behind a proxy or in a container the cloud has other names. */
function addressOf({ QueueUrl }: QueueInput): { accountId: string; name: string } | undefined {
  const match = /^(?:https?:\/\/[^/?#]{1,255})?\/(?:queue\/)?(\d{12})\/([\w.-]{1,80})$/.exec(
    QueueUrl ?? '',
  );
  return match ? { accountId: match[1]!, name: match[2]! } : undefined;
}
