import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import {
  account,
  allowBucket,
  allowRole,
  archive,
  logFiles,
  loggedEvents,
  makeBucket,
  makeLogGroup,
  makeTopic,
  topicArn,
} from './logArchive.testkit.ts';

const Name = 'trail';
/** A new role acts after seven to eleven seconds. */
const untilRolesAct = '11s';

/** A trail that logs to all of its destinations. */
async function startTrail(cloud: TestCloud) {
  await makeBucket(cloud);
  await makeTopic(cloud);
  await makeLogGroup(cloud);
  if (cloud.settings.pace === 'aws') await cloud.advance(untilRolesAct);
  const SnsTopicName = 'log-files';
  await cloud.cloudtrail.createTrail({ Name, SnsTopicName, IsMultiRegionTrail: true, ...archive });
  await cloud.cloudtrail.startLogging({ Name });
  await cloud.settled();
}

async function names(cloud: TestCloud): Promise<string[]> {
  return (await loggedEvents(cloud)).map(([, name]) => name);
}

test('does: a read secret is logged, filed and told of', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  await cloud.sns.subscribe({ TopicArn: topicArn, Protocol: 'email', Endpoint: 'a@example.com' });
  await cloud.settled();
  const Token = /Token=([0-9a-f]+)/.exec(cloud.mails()[0]!.text)![1]!;
  await cloud.sns.confirmSubscription({ TopicArn: topicArn, Token });
  await cloud.secretsmanager.createSecret({ Name: 'db', SecretString: 'geheim' });
  await cloud.settled();
  const mailsBefore = cloud.mails().length;
  await cloud.secretsmanager.getSecretValue({ SecretId: 'db' });
  await cloud.settled();

  assert.equal((await names(cloud)).filter((name) => name === 'GetSecretValue').length, 1);
  const files = await logFiles(cloud);
  const file = files.find(({ events }) => events.includes('GetSecretValue'));
  const day = new Date(cloud.parts.clock.now()).toISOString().slice(0, 10);
  const [year, month, date] = day.split('-');
  assert.match(
    file!.key,
    new RegExp(
      `^AWSLogs/${account}/CloudTrail/us-east-1/${year}/${month}/${date}/` +
        `${account}_CloudTrail_us-east-1_${year}${month}${date}T\\d\\d\\d[05]Z_[A-Za-z0-9]{16}\\.json\\.gz$`,
    ),
  );
  const mail = cloud
    .mails()
    .slice(mailsBefore)
    .find(({ text }) => text.includes(file!.key));
  assert.ok(mail?.text.includes(`{"s3Bucket":"log-archive","s3ObjectKey":["${file!.key}"]}`));
  const { ContentType, ContentEncoding } = await cloud.s3.headObject({
    Bucket: archive.S3BucketName,
    Key: file!.key,
  });
  assert.deepEqual([ContentType, ContentEncoding], ['application/json', 'gzip']);
});

test('does: takes nothing from before StartLogging, and each change to the trail itself', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  assert.deepEqual(await names(cloud), []);
  const { cloudtrail } = cloud;
  const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const }];
  await cloudtrail.putEventSelectors({ TrailName: Name, EventSelectors });
  await cloud.sts.getCallerIdentity({});
  await cloudtrail.updateTrail({ Name, CloudWatchLogsLogGroupArn: '' });
  await cloudtrail.updateTrail({ Name, ...archive });
  await cloudtrail.stopLogging({ Name });
  await cloudtrail.addTags({
    ResourceId: `arn:aws:cloudtrail:us-east-1:${account}:trail/${Name}`,
    TagsList: [{ Key: 'a', Value: 'b' }],
  });
  await cloudtrail.startLogging({ Name });
  await cloudtrail.deleteTrail({ Name });
  await cloud.iam.createUser({ UserName: 'unseen' });
  await cloud.settled();
  const own = ['PutEventSelectors', 'UpdateTrail', 'StopLogging', 'DeleteTrail'];
  const logged = (await names(cloud)).filter((name) => name !== 'FilterLogEvents');
  assert.deepEqual(logged, own);
  const filed = (await logFiles(cloud)).flatMap(({ events }) => events);
  const expected = [
    'PutEventSelectors',
    'UpdateTrail',
    'UpdateTrail',
    'StopLogging',
    'DeleteTrail',
  ];
  assert.deepEqual(filed.filter((name) => expected.includes(name)).toSorted(), expected.toSorted());
  assert.ok(!filed.includes('CreateUser') && !filed.includes('AddTags'));
});

test('does: goes on where a bucket failed, while the log group gets everything', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const Bucket = archive.S3BucketName;
  await cloud.s3.deleteBucketPolicy({ Bucket });
  await cloud.sts.getCallerIdentity({});
  await cloud.settled();
  assert.equal((await names(cloud)).includes('GetCallerIdentity'), true);
  const failing = await cloud.cloudtrail.getTrailStatus({ Name });
  assert.equal(failing.LatestDeliveryError, 'AccessDenied');
  assert.equal(failing.LatestCloudWatchLogsDeliveryError, undefined);
  await cloud.advance('1h');
  await allowBucket(cloud);
  await cloud.advance('5m');
  const filed = (await logFiles(cloud)).flatMap(({ events }) => events);
  assert.equal(filed.filter((name) => name === 'GetCallerIdentity').length, 1);
  const healed = await cloud.cloudtrail.getTrailStatus({ Name });
  assert.equal(healed.LatestDeliveryError, undefined);
});

test('does: gives up records after 30 days, and no other', async () => {
  await using cloud = await startTestCloud();
  const { S3BucketName } = archive;
  await makeBucket(cloud);
  await cloud.cloudtrail.createTrail({ Name, S3BucketName });
  await cloud.cloudtrail.startLogging({ Name });
  await cloud.s3.deleteBucketPolicy({ Bucket: S3BucketName });
  await cloud.sts.getCallerIdentity({});
  await cloud.advance('20d');
  await cloud.iam.createUser({ UserName: 'ada' });
  await cloud.advance('11d');
  await allowBucket(cloud);
  await cloud.advance('5m');
  const filed = (await logFiles(cloud)).flatMap(({ events }) => events);
  assert.ok(!filed.includes('GetCallerIdentity'));
  assert.ok(filed.includes('CreateUser'));
});

test('does: tells of a role and of a topic that refuse', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  await cloud.sns.deleteTopic({ TopicArn: topicArn });
  await allowRole(cloud, ['logs:CreateLogStream']);
  await cloud.sts.getCallerIdentity({});
  await cloud.settled();
  const status = await cloud.cloudtrail.getTrailStatus({ Name });
  assert.equal(status.LatestCloudWatchLogsDeliveryError, 'AccessDenied');
  assert.ok(status.LatestNotificationError);
  assert.equal(status.LatestDeliveryError, undefined);
  await allowRole(cloud, ['logs:CreateLogStream', 'logs:PutLogEvents']);
  await cloud.advance('1m');
  assert.ok((await names(cloud)).includes('GetCallerIdentity'));
});

test('does: makes a removed stream anew', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const logStreamName = `${account}_CloudTrail_us-east-1`;
  await cloud.logs.deleteLogStream({ logGroupName: 'trail', logStreamName });
  await cloud.sts.getCallerIdentity({});
  await cloud.settled();
  assert.ok((await names(cloud)).includes('GetCallerIdentity'));
});

test("does: keeps AWS's pace, over a restart too", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  const readMs = Date.parse('2026-01-01T00:01:00Z');
  const options = { data: { folder }, pace: 'aws' } as const;
  try {
    {
      await using cloud = await startTestCloud({ ...options, startMs: readMs - 11_000 });
      await startTrail(cloud);
      await cloud.sts.getCallerIdentity({});
      await cloud.advance('104s');
      assert.deepEqual(await names(cloud), []);
    }
    await using cloud = await startTestCloud({ ...options, startMs: readMs + 104_000 });
    await cloud.advance('2s');
    assert.deepEqual(await loggedEvents(cloud), [[readMs + 105_000, 'GetCallerIdentity']]);
    assert.deepEqual(await logFiles(cloud), []);
    await cloud.advance('3m');
    const [file] = await logFiles(cloud);
    assert.match(file!.key, /_20260101T0005Z_/);
    assert.ok(file!.events.includes('GetCallerIdentity'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
