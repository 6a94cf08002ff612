import type { Context } from '../../kernel/context.ts';
import type { Table } from '../../kernel/table.ts';
import {
  type BucketDestination,
  type Feed,
  feedsTable,
  type LogGroupDestination,
  type Trail,
} from './state.ts';

/**
 * In an operation that changes a trail, as its last step: what the trail owed ends with the record
 * of the call that runs now; from there on, if it logs, it owes what it is set up to take now.
 */
export function turnFeeds(trail: Trail, context: Context) {
  endFeeds(trail, context);
  if (!trail.isLogging) return;
  const feeds = context.globalTable(feedsTable);
  const afterSeq = ownSeq(context);
  for (const destination of destinationsOf(trail)) {
    feeds.put({
      id: `${trail.id}/${destination.kind}/${afterSeq}`,
      trailId: trail.id,
      trailArn: trail.arn,
      homeRegion: trail.homeRegion,
      selection: {
        ...(trail.isMultiRegion ? undefined : { region: trail.homeRegion }),
        includesGlobalServices: trail.includesGlobalServices,
        eventSelectors: trail.eventSelectors,
      },
      destination,
      afterSeq,
      notBeforeMs: 0,
      failures: 0,
    });
  }
  giveUpOldest(feeds, trail.id);
}

/** What the trail owed ends with the record of the call that runs now. */
export function endFeeds({ id }: Trail, context: Context) {
  const feeds = context.globalTable(feedsTable);
  const lastSeq = ownSeq(context);
  for (const feed of feeds.find('trail', id)) {
    if (feed.lastSeq === undefined) feeds.put({ ...feed, lastSeq } satisfies Feed);
  }
}

function giveUpOldest(feeds: Table<Feed>, trailId: string) {
  const owed = feeds.find('trail', trailId).sort((one, other) => one.afterSeq - other.afterSeq);
  for (const { id } of owed.slice(0, Math.max(0, owed.length - feedsOfTrailMax))) feeds.delete(id);
}

/** The position that the record of the running call is about to take. */
function ownSeq({ journal, caller }: Context): number {
  return journal.lastSeq + (caller.unrecorded ? 0 : 1);
}

/** The log group comes first: alarms hang on it. */
function destinationsOf(trail: Trail): (BucketDestination | LogGroupDestination)[] {
  const { bucket, prefix, topic, logGroup } = trail;
  const toBucket: BucketDestination = {
    kind: 'bucket',
    bucket,
    ...(prefix ? { prefix } : undefined),
    ...(topic ? { topicArn: topic.arn } : undefined),
  };
  return logGroup ? [{ kind: 'logGroup', ...logGroup }, toBucket] : [toBucket];
}

/** Spans that wait for destinations that fail; beyond this the oldest is given up. */
const feedsOfTrailMax = 100;
