import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startTestCloud, type TestCloud, type TrailRecord } from '@tocsin/testkit';
import { account, logGroup, bucket as trailBucket } from '../walkthroughs/secretMonitor.ts';
import { adminKey } from './box.ts';
import { bucket, type Ledger } from './load.ts';
import type { Relay } from './relay.ts';
import { countOf, secretsOf, usersOf } from './survivors.ts';

/**
 * Opens the data of a box that has ended in this process, lets it come to rest, and holds what is
 * in it against itself: records, changes, deliveries and mails tell the same story.
 */
export async function checkAftermath(folder: string, ledger: Ledger, relay: Relay) {
  await using cloud = await startTestCloud({
    data: { folder },
    clock: 'system',
    seed: undefined,
    accountId: account,
    adminKey,
    smtpUrl: relay.url,
  });
  const records = cloud.records();
  await cloud.settled();
  checkCalls(records, ledger);
  await checkChanges(cloud, records);
  await checkDeliveries(cloud, records);
  await checkFiles(cloud, folder);
  await checkMails(ledger, relay);
}

/** No acknowledged call is without its record, data events included. */
function checkCalls(records: readonly TrailRecord[], { calls }: Ledger) {
  const names = new Map(records.map(({ requestID, eventName }) => [requestID, eventName]));
  const wrong = [...calls].filter(([id, name]) => names.get(id) !== name);
  assert.deepEqual(wrong, [], 'acknowledged calls without their record');
}

/** A change and its record are there together or not at all, whatever the client was told. */
async function checkChanges(cloud: TestCloud, records: readonly TrailRecord[]) {
  const done = (eventName: string, parameter: string) =>
    records
      .filter((record) => record.eventName === eventName && record.errorCode === undefined)
      .map(({ requestParameters }) => String(requestParameters?.[parameter]))
      .sort();
  const secrets = [...(await secretsOf(cloud)).keys()].sort();
  assert.deepEqual(secrets, done('CreateSecret', 'name'));
  assert.deepEqual([...(await usersOf(cloud)).keys()].sort(), done('CreateUser', 'userName'));
  const { Metrics = [] } = await cloud.cloudwatch.listMetrics({ Namespace: 'Faults' });
  let puts = 0;
  for (const { MetricName } of Metrics) puts += await countOf(cloud, 'Faults', MetricName!);
  assert.equal(puts, records.filter(({ eventName }) => eventName === 'PutMetricData').length);
}

/** Each management event since the trail began went to its log group, its bucket, its metric. */
async function checkDeliveries(cloud: TestCloud, records: readonly TrailRecord[]) {
  const since = (eventName: string) => {
    const start = records.findIndex((record) => record.eventName === eventName);
    return records.slice(start + 1).filter(({ managementEvent }) => managementEvent);
  };
  const missing = (owed: readonly TrailRecord[], found: ReadonlySet<unknown>) =>
    owed.filter(({ eventID }) => !found.has(eventID)).map(({ eventName }) => eventName);
  const filed = await filedEvents(cloud);
  assert.deepEqual(missing(since('StartLogging'), filed), [], 'not in the bucket');
  const logged = await loggedEvents(cloud);
  assert.deepEqual(missing(since('UpdateTrail'), logged), [], 'not in the log group');
  const reads = since('PutMetricFilter').filter(({ eventName }) => eventName === 'GetSecretValue');
  const counted = await countOf(cloud, 'SecurityMetrics', 'anySecret');
  assert.ok(counted >= reads.length, `${counted} of ${reads.length} reads are counted`);
}

async function loggedEvents({ logs }: TestCloud): Promise<Set<unknown>> {
  const ids = new Set<unknown>();
  let nextToken: string | undefined;
  do {
    const page = await logs.filterLogEvents({ logGroupName: logGroup, nextToken });
    for (const { message } of page.events ?? []) ids.add(JSON.parse(message!).eventID);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return ids;
}

async function filedEvents({ s3 }: TestCloud): Promise<Set<unknown>> {
  const ids = new Set<unknown>();
  for (const { Key } of await objectsIn({ s3 }, trailBucket)) {
    if (!Key!.endsWith('.json.gz')) continue;
    const { Body } = await s3.getObject({ Bucket: trailBucket, Key });
    const file = gunzipSync(await Body!.transformToByteArray()).toString();
    for (const { eventID } of JSON.parse(file).Records) ids.add(eventID);
  }
  return ids;
}

async function objectsIn({ s3 }: Pick<TestCloud, 's3'>, Bucket: string) {
  const objects = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.listObjectsV2({ Bucket, ContinuationToken });
    objects.push(...(page.Contents ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return objects;
}

/** Uploads that were cut off leave no file behind. */
async function checkFiles(cloud: TestCloud, folder: string) {
  const objects = [...(await objectsIn(cloud, bucket)), ...(await objectsIn(cloud, trailBucket))];
  const large = objects.filter(({ Size }) => Size! > inlineLimitBytes);
  assert.equal(readdirSync(join(folder, 'blobs')).length, large.length);
}

/** Larger objects are files of their own. */
const inlineLimitBytes = 64 * 1024;

/** A mail may come twice, for the relay can have it before the crash makes us forget that. */
async function checkMails({ messages }: Ledger, relay: Relay) {
  const came = () => new Set(relay.mails.map((mail) => /message-[\w-]+\./.exec(mail)?.[0]));
  const missing = () => [...messages].filter((message) => !came().has(message));
  await relay.until(() => missing().length === 0, `${missing()}`);
  const rang = (mails: readonly string[]) =>
    mails.some((mail) => mail.includes('entered the ALARM state'));
  await relay.until(rang, 'the alarm');
}
