import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';
import { eventOverheadBytes } from './events.ts';
import { invalidParameter } from './onLogGroup.ts';
import { keptFromMs } from './retention.ts';
import type { LogGroup } from './state.ts';

/** Limits of PutLogEvents (its API reference). */
const batchBytesMax = 1_048_576;
const spanMaxMs = 24 * 3_600_000;
const oldestMs = 14 * 24 * 3_600_000;
const farthestMs = 2 * 3_600_000;

export interface CheckedEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface CheckedBatch {
  readonly accepted: readonly CheckedEvent[];
  /** What the accepted events count together. */
  readonly bytes: number;
  readonly rejected?: RejectedLogEventsInfo;
}

/**
 * Refuses a batch that breaks PutLogEvents' rules, and parts it into events that are taken and
 * those that are too old or too new, which AWS reports and drops. Throws
 * InvalidParameterException.
 */
export function checkBatch(
  group: LogGroup,
  logEvents: readonly InputLogEvent[],
  nowMs: number,
): CheckedBatch {
  const events = logEvents as readonly CheckedEvent[];
  let bytes = sizesOf(events).reduce((sum, size) => sum + size, 0);
  if (bytes > batchBytesMax) {
    const message = `Upload too large: ${bytes} bytes exceeds limit of ${batchBytesMax}`;
    throw invalidParameter(message);
  }
  checkOrder(events);
  const tooOldEnd = countBefore(events, nowMs - oldestMs);
  const expiredEnd = countBefore(events, keptFromMs(group, nowMs));
  const tooNewStart = countBefore(events, nowMs + farthestMs + 1);
  const start = Math.max(tooOldEnd, expiredEnd);
  if (start === 0 && tooNewStart === events.length) return { accepted: events, bytes };
  const accepted = events.slice(start, tooNewStart);
  bytes = sizesOf(accepted).reduce((sum, size) => sum + size, 0);
  const rejected = {
    ...(tooNewStart < events.length ? { tooNewLogEventStartIndex: tooNewStart } : undefined),
    ...(tooOldEnd > 0 ? { tooOldLogEventEndIndex: tooOldEnd } : undefined),
    ...(expiredEnd > 0 ? { expiredLogEventEndIndex: expiredEnd } : undefined),
  };
  return { accepted, bytes, rejected };
}

function sizesOf(events: readonly CheckedEvent[]): number[] {
  return events.map(({ message }) => {
    const size = Buffer.byteLength(message) + eventOverheadBytes;
    if (size <= batchBytesMax) return size;
    throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${batchBytesMax}`);
  });
}

function checkOrder(events: readonly CheckedEvent[]) {
  for (let index = 1; index < events.length; index += 1) {
    if (events[index]!.timestamp < events[index - 1]!.timestamp) {
      throw invalidParameter(
        'Log events in a single PutLogEvents request must be in chronological order.',
      );
    }
  }
  if (events.at(-1)!.timestamp - events[0]!.timestamp > spanMaxMs) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
}

/** How many of the events, which are in order, are from before a time. */
function countBefore(events: readonly CheckedEvent[], timeMs: number): number {
  if (events[0]!.timestamp >= timeMs) return 0;
  const index = events.findIndex(({ timestamp }) => timestamp >= timeMs);
  return index < 0 ? events.length : index;
}
