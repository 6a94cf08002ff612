import { PolicyError, parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { invalidParameter, queueOfArn } from './onQueue.ts';
import type { Queue } from './state.ts';

/**
 * The attributes that can be set and are numbers, with their ranges and defaults, in seconds and
 * bytes (API reference, CreateQueue).
 */
const numbers = {
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  DelaySeconds: { min: 0, max: 900, default: 0 },
  MaximumMessageSize: { min: 1_024, max: 1_048_576, default: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
} as const;

export type NumberAttribute = keyof typeof numbers;
export const numberAttributes = Object.keys(numbers) as NumberAttribute[];

export function numberAttribute(queue: Queue, name: NumberAttribute): number {
  const text = queue.attributes[name];
  return text === undefined ? numbers[name].default : Number(text);
}

/**
 * The attributes as they are to be kept. Empty text, which takes a policy away again, is left to
 * the caller.
 *
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue, and NotImplemented for those of
 *   FIFO queues and of encryption
 */
export function checkAttributes(
  operation: string,
  given: Readonly<Record<string, string>>,
  context: Context,
): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    checked[name] = checkAttribute(operation, name, value, context);
  }
  return checked;
}

function checkAttribute(operation: string, name: string, value: string, context: Context): string {
  if (readOnly.has(name)) {
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  if (name === 'Policy') return value === '' ? value : checkPolicy(value, context);
  if (name === 'RedrivePolicy') return value === '' ? value : checkRedrive(value, context);
  if (!(name in numbers)) throw notImplemented(`${operation}: Attributes.${name}`);
  const { min, max } = numbers[name as NumberAttribute];
  const number = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= min && number <= max)) throw invalidValue(name);
  return String(number);
}

const readOnly = new Set([
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
]);

function invalidValue(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

/** Whatever is wrong with a policy, also a user or role in it that is not there: one sentence. */
function checkPolicy(text: string, { identities }: Context): string {
  try {
    const { principals } = parsePolicy(text, 'resource');
    if (principals.every(({ type, value }) => type !== 'AWS' || identities.mayExist(value))) {
      return text;
    }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
  }
  throw invalidValue('Policy');
}

export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

function checkRedrive(text: string, context: Context): string {
  const refused = (reason: string) =>
    invalidParameter(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  const policy = readObject(text);
  if (!policy) throw refused('Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn: arn, maxReceiveCount = 10, ...others } = policy;
  if (arn === undefined) {
    throw refused('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  }
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refused(`Invalid attribute in redrive policy: ${unknown}.`);
  const count = Number(maxReceiveCount);
  if (!(Number.isInteger(count) && count >= 1 && count <= 1_000)) {
    const range = 'valid values are from 1 to 1000 both inclusive.';
    throw refused(`Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, ${range}`);
  }
  if (typeof arn !== 'string' || !queueOfArn(arn, context)) {
    throw refused('Dead letter target does not exist.');
  }
  const redrive: Redrive = { deadLetterTargetArn: arn, maxReceiveCount: count };
  return JSON.stringify(redrive);
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Where messages of a queue go that were received too often; undefined without such a place. */
export function deadLetterQueueOf(
  queue: Queue,
  context: Context,
): { target: Queue; maxReceiveCount: number } | undefined {
  const text = queue.attributes.RedrivePolicy;
  if (text === undefined) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Redrive;
  const target = queueOfArn(deadLetterTargetArn, context);
  return target ? { target, maxReceiveCount } : undefined;
}
