import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { jobKind } from '../../kernel/jobs.ts';
import type { JournalEntry } from '../../kernel/journal.ts';
import { deliverToBucket } from './bucketDelivery.ts';
import { deliverToLogGroup } from './logGroupDelivery.ts';
import { dueMs } from './pace.ts';
import { selects } from './selection.ts';
import { type Feed, feedsTable } from './state.ts';
import { noteFailure } from './status.ts';

/**
 * Delivers what the journal holds to every trail's bucket and log group. Each feed goes on from its
 * own position, and the position is committed together with what was delivered: after a stop at
 * any moment nothing is lost and nothing comes twice. A destination that fails keeps its position
 * and holds up no other. Without a feed nothing is read.
 */
export function deliverJournal(context: Context) {
  const feeds = context.globalTable(feedsTable);
  if (feeds.size === 0) return;
  const read = sharedReader(context);
  for (const feed of [...feeds.values()]) {
    if (feed.notBeforeMs <= context.nowMs) deliverFeed(feed, read, context);
  }
}

/** At the start: asks again for the deliveries that wait for their time. */
export function resumeFeeds(context: Context) {
  for (const feed of context.globalTable(feedsTable).values()) wakeAt(feed, context);
}

/** A feed that waits: for AWS's pace, after a failure, or for the rest of a long backlog. */
export const deliverLater = jobKind<{ feedId: string }>({
  name: 'cloudtrail.deliver',
  kept: 'memory',
  settle: ({ payload }, context) => {
    const feed = context.globalTable(feedsTable).get(payload.feedId);
    if (feed) deliverFeed(feed, sharedReader(context), context);
  },
});

type Read = (afterSeq: number) => readonly JournalEntry[];

/** Feeds mostly stand at the same position, so that what one has read serves the next. */
function sharedReader({ journal }: Context): Read {
  const chunks = new Map<number, readonly JournalEntry[]>();
  return (afterSeq) => {
    const chunk = chunks.get(afterSeq) ?? journal.read(afterSeq, chunkEntriesMax);
    chunks.set(afterSeq, chunk);
    return chunk;
  };
}

function deliverFeed(feed: Feed, read: Read, context: Context) {
  let rest = feed;
  for (let chunks = 0; chunks < chunksAtOnceMax; chunks += 1) {
    const next = deliverChunk(rest, read, context);
    if (!next) return;
    rest = next;
  }
  context.transact(() => context.schedule(deliverLater, { feedId: feed.id }, { key: feed.id }));
}

/** Delivers the next chunk. Gives the feed when more of it may be due at once. */
function deliverChunk(feed: Feed, read: Read, context: Context): Feed | undefined {
  const { lastSeq = Number.POSITIVE_INFINITY } = feed;
  const ahead = read(feed.afterSeq);
  const owed = ahead.filter(({ seq }) => seq <= lastSeq);
  const waits = owed.findIndex((entry) => dueMs(feed, entry, context) > context.nowMs);
  const due = waits < 0 ? owed : owed.slice(0, waits);
  try {
    return context.transact(() => {
      if (due.length > 0) deliver(feed, due, context);
      const afterSeq = due.at(-1)?.seq ?? feed.afterSeq;
      if (afterSeq >= lastSeq) {
        context.globalTable(feedsTable).delete(feed.id);
        return undefined;
      }
      const notBeforeMs = waits < 0 ? 0 : dueMs(feed, owed[waits]!, context);
      const moved = { ...feed, afterSeq, notBeforeMs, failures: 0 };
      if (due.length > 0 || waits >= 0) context.globalTable(feedsTable).put(moved);
      wakeAt(moved, context);
      return waits < 0 && ahead.length === chunkEntriesMax ? moved : undefined;
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    context.transact(() => postpone(feed, error, context));
    return undefined;
  }
}

function deliver(feed: Feed, due: readonly JournalEntry[], context: Context) {
  const oldestMs = context.nowMs - redeliveryEndsMs;
  const taken = due.filter((entry) => entry.timeMs >= oldestMs && selects(feed.selection, entry));
  if (taken.length === 0) return;
  const home = context.in({ region: feed.homeRegion });
  const { destination } = feed;
  if (destination.kind === 'bucket') deliverToBucket(feed, destination, taken, home);
  else deliverToLogGroup(feed, destination, taken, home);
}

/** Tries again later, each time after a longer pause. */
function postpone(feed: Feed, error: AwsError, context: Context) {
  noteFailure(feed, error, context);
  const { failures } = feed;
  const pauseMs = Math.min(
    firstPauseMs * 2 ** Math.min(failures, pauseDoublingsMax),
    longestPauseMs,
  );
  const paused = { ...feed, failures: failures + 1, notBeforeMs: context.nowMs + pauseMs };
  wakeAt(context.globalTable(feedsTable).put(paused), context);
}

function wakeAt({ id, notBeforeMs }: Feed, context: Context) {
  if (notBeforeMs === 0) return;
  context.schedule(deliverLater, { feedId: id }, { dueMs: notBeforeMs, key: id });
}

const chunkEntriesMax = 1_000;
/** After so many chunks others have their turn; the rest follows as a job. */
const chunksAtOnceMax = 10;
const firstPauseMs = 1_000;
const longestPauseMs = 5 * 60_000;
const pauseDoublingsMax = 16;
/** CloudTrail gives a record up after 30 days (user guide, S3 bucket policy for CloudTrail). */
const redeliveryEndsMs = 30 * 24 * 3_600_000;
