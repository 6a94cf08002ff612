import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { JournalEntry } from '../../kernel/journal.ts';
import { logsCaller } from './callers.ts';
import { logGroupName, logStreamName } from './logGroupCheck.ts';
import type { Feed, LogGroupDestination } from './state.ts';
import { noteStatus } from './status.ts';

/**
 * Writes each record as a log event, with the trail's role. The time of a log event is that of its
 * delivery. Throws the error of CloudWatch Logs, or AccessDenied where the role trusts no more.
 */
export function deliverToLogGroup(
  feed: Feed,
  destination: LogGroupDestination,
  entries: readonly JournalEntry[],
  context: Context,
) {
  const caller = logsCaller(destination.roleArn, feed.trailArn, context);
  if (!caller) {
    throw new AwsError('AccessDenied', `${destination.roleArn} does not trust CloudTrail.`);
  }
  const stream = {
    logGroupName: logGroupName(destination.arn),
    logStreamName: logStreamName(context),
  };
  const put = (logEvents: readonly LogEvent[]) =>
    context.call('logs', 'PutLogEvents', { ...stream, logEvents }, { caller });
  for (const batch of batches(entries, context.nowMs)) {
    try {
      put(batch);
    } catch (error) {
      // Somebody has removed the stream, or the whole group: then making the stream says so.
      if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
      context.call('logs', 'CreateLogStream', stream, { caller });
      put(batch);
    }
  }
  noteStatus(feed, { logsDeliveredMs: context.nowMs, logsError: undefined }, context);
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Cuts the records into what PutLogEvents takes at once (limits: its API reference). */
function batches(entries: readonly JournalEntry[], timestamp: number): LogEvent[][] {
  const cut: LogEvent[][] = [];
  let room = 0;
  for (const { record: message } of entries) {
    const bytes = Buffer.byteLength(message);
    // CloudTrail does not send larger events to CloudWatch Logs (its user guide).
    if (bytes > eventBytesMax) continue;
    const size = bytes + eventOverheadBytes;
    const last = cut.at(-1);
    if (last && size <= room && last.length < batchEventsMax) last.push({ timestamp, message });
    else {
      cut.push([{ timestamp, message }]);
      room = batchBytesMax;
    }
    room -= size;
  }
  return cut;
}

const eventBytesMax = 256 * 1024;
const eventOverheadBytes = 26;
const batchEventsMax = 10_000;
const batchBytesMax = 1_048_576;
