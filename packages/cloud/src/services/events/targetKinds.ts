import type { Caller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';

export type TargetKind = 'topic' | 'queue' | 'function' | 'logGroup' | 'automation' | 'bus';

export interface TargetAddress {
  readonly kind: TargetKind;
  readonly region: string;
  readonly accountId: string;
  /** What follows the kind in the ARN: a topic's name, `NAME:VERSION` of a document, … */
  readonly name: string;
}

/** What a target's ARN means; undefined for ARNs of other kinds. */
export function addressOf(arn: string): TargetAddress | undefined {
  for (const [kind, pattern] of Object.entries(arns)) {
    const found = pattern.exec(arn);
    if (found) {
      const [, region = '', accountId = '', name = ''] = found;
      return { kind: kind as TargetKind, region, accountId, name };
    }
  }
  return undefined;
}

const arns: Readonly<Record<TargetKind, RegExp>> = {
  topic: /^arn:aws:sns:([^:]+):(\d{12}):([\w-]+)$/,
  queue: /^arn:aws:sqs:([^:]+):(\d{12}):([\w-]+)$/,
  function: /^arn:aws:lambda:([^:]+):(\d{12}):function:([\w-]+(?::[\w$-]+)?)$/,
  logGroup: /^arn:aws:logs:([^:]+):(\d{12}):log-group:([^:*]+)(?::\*)?$/,
  automation: /^arn:aws:ssm:([^:]+):(\d{12}|):automation-definition\/([^:]+(?::[\w$]+)?)$/,
  bus: /^arn:aws:events:([^:]+):(\d{12}):event-bus\/([/\w.-]+)$/,
};

/** Whether the target is there at all, whoever may use it. */
export function isThere(arn: string, caller: Caller, context: Context): boolean {
  const address = addressOf(arn);
  const probe = address && probes[address.kind]?.(address, arn);
  if (!address || !probe) return true;
  const [service, operation, input] = probe;
  try {
    context.in({ region: address.region }).call(service, operation, input, { caller });
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return false;
  }
}

type Probe = readonly [service: string, operation: string, input: object];

const probes: Partial<Record<TargetKind, (address: TargetAddress, arn: string) => Probe>> = {
  topic: (_address, arn) => ['sns', 'GetTopicAttributes', { TopicArn: arn }],
  queue: ({ name }) => ['sqs', 'GetQueueUrl', { QueueName: name }],
  function: ({ name }) => ['lambda', 'GetFunction', { FunctionName: name }],
  logGroup: ({ name }) => ['logs', 'ListTagsLogGroup', { logGroupName: name }],
};
