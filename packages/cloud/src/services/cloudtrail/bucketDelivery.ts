import { gzipSync } from 'node:zlib';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { alphabets } from '../../kernel/ids.ts';
import type { JournalEntry } from '../../kernel/journal.ts';
import { bucketAcl, logFolder } from './bucketCheck.ts';
import { deliveryCaller } from './callers.ts';
import { logFilePeriodMs } from './pace.ts';
import type { BucketDestination, Feed } from './state.ts';
import { noteStatus } from './status.ts';
import { publish } from './topicCheck.ts';

/**
 * Writes one log file for each Region that the records come from, and tells the topic of each.
 * Throws the error of S3; a topic that fails is noted and no more.
 */
export function deliverToBucket(
  feed: Feed,
  destination: BucketDestination,
  entries: readonly JournalEntry[],
  context: Context,
) {
  const caller = deliveryCaller(feed.trailArn, context);
  for (const [region, records] of Map.groupBy(entries, (entry) => entry.region)) {
    const Key = logFileKey(destination.prefix, region, context);
    const content = `{"Records":[${records.map(({ record }) => record).join(',')}]}`;
    const object = {
      Bucket: destination.bucket,
      Key,
      Body: gzipSync(content),
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      ACL: bucketAcl,
    };
    context.call('s3', 'PutObject', object, { caller });
    if (destination.topicArn) notify(feed, destination, Key, context);
  }
  const { nowMs } = context;
  noteStatus(
    feed,
    { deliveredMs: nowMs, deliveryAttemptMs: nowMs, deliveryError: undefined },
    context,
  );
}

function logFileKey(prefix: string | undefined, region: string, context: Context): string {
  const { accountId, nowMs, ids } = context;
  const periodMs = Math.floor(nowMs / logFilePeriodMs) * logFilePeriodMs;
  const time = new Date(periodMs).toISOString();
  const day = time.slice(0, 10).replaceAll('-', '/');
  const minute = `${time.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const unique = ids.pick(alphabets.mixedAlphanumeric, 16);
  const name = `${accountId}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
  return `${logFolder(prefix, accountId)}/${region}/${day}/${name}`;
}

function notify(feed: Feed, destination: BucketDestination, key: string, context: Context) {
  const { nowMs } = context;
  const message = JSON.stringify({ s3Bucket: destination.bucket, s3ObjectKey: [key] });
  try {
    publish(destination.topicArn!, message, feed.trailArn, context);
    noteStatus(
      feed,
      { notifiedMs: nowMs, notificationAttemptMs: nowMs, notificationError: undefined },
      context,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    noteStatus(feed, { notificationAttemptMs: nowMs, notificationError: error.code }, context);
  }
}
