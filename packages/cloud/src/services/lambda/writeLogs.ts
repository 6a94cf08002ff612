import { type Caller, roleCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Version } from './state.ts';

/**
 * In a transaction: writes lines to a stream of the function's log group, as the function's role.
 * Where the role may not, there is no log, as on AWS.
 */
export function writeLogs(
  { role, functionName, logGroup }: Version,
  logStreamName: string,
  lines: readonly string[],
  context: Context,
) {
  const identity = context.identities.serviceSession(role, 'lambda.amazonaws.com', functionName);
  if (!identity) return;
  const caller = { ...roleCaller(identity, 'lambda.amazonaws.com'), userAgent };
  const stream = { logGroupName: logGroup, logStreamName };
  const call = (operation: string, input: object) =>
    context.call('logs', operation, input, { caller });
  try {
    for (const logEvents of batches(lines, context.nowMs)) {
      const put = () => call('PutLogEvents', { ...stream, logEvents });
      orAfter(put, () => makeStream(stream, call));
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

type Call = (operation: string, input: object) => unknown;

/** Groups and streams are made when there is something to write. */
function makeStream(stream: { logGroupName: string; logStreamName: string }, call: Call) {
  const { logGroupName } = stream;
  orAfter(
    () => call('CreateLogStream', stream),
    () => call('CreateLogGroup', { logGroupName }),
  );
}

/** Tries; where something is missing, makes it and tries again. */
function orAfter(attempt: () => unknown, make: () => unknown) {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
    make();
    attempt();
  }
}

/** As many events as PutLogEvents takes at once. */
function* batches(lines: readonly string[], timestamp: number) {
  let batch: { timestamp: number; message: string }[] = [];
  let bytes = 0;
  for (const message of lines) {
    const size = Buffer.byteLength(message) + eventOverheadBytes;
    if (batch.length > 0 && (bytes + size > batchMaxBytes || batch.length >= batchMax)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push({ timestamp, message });
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Limits of PutLogEvents (its API reference). */
const batchMaxBytes = 1_048_576;
const batchMax = 10_000;
const eventOverheadBytes = 26;

const userAgent: Caller['userAgent'] = 'awslambda-worker/1.0';
