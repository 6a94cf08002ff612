import assert from 'node:assert/strict';
import test from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import { drainEvents, openQueue, ruleTo, startTrail } from './bus.testkit.ts';

const apiCall = 'AWS API Call via CloudTrail';
const withReads = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

const ofCall = (eventName: string) => ({
  'detail-type': [apiCall],
  detail: { eventName: [eventName] },
});

test('does: a record as an event, the same for every rule', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const queues = [await openQueue(cloud, 'one'), await openQueue(cloud, 'two')];
  for (const [index, queue] of queues.entries()) {
    const pattern = { source: ['aws.secretsmanager'], ...ofCall('CreateSecret') };
    await ruleTo(cloud, `rule-${index}`, pattern, queue);
  }
  await cloud.secretsmanager.createSecret({ Name: 'prod/db', SecretString: 'x' });
  const [[event], [same]] = [
    await drainEvents(cloud, queues[0]!),
    await drainEvents(cloud, queues[1]!),
  ];
  const record = cloud.records().find(({ eventName }) => eventName === 'CreateSecret')!;
  assert.deepEqual(event, {
    version: '0',
    id: event!.id,
    'detail-type': apiCall,
    source: 'aws.secretsmanager',
    account: '123456789012',
    time: record.eventTime,
    region: 'us-east-1',
    resources: [],
    detail: record,
  });
  assert.deepEqual(Object.keys(event!), [
    'version',
    'id',
    'detail-type',
    'source',
    'account',
    'time',
    'region',
    'resources',
    'detail',
  ]);
  assert.notEqual(event!.id, record.eventID);
  assert.equal(same!.id, event!.id);
});

const allData = [
  {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::goods/'] }],
  },
];

/** What a rule sees by its state: EventBridge user guide, read-only management events. */
const trap: readonly [call: string, state: 'ENABLED' | typeof withReads, isSeen: boolean][] = [
  ['GetSecretValue', 'ENABLED', false],
  ['GetSecretValue', withReads, true],
  ['ListSecrets', 'ENABLED', false],
  ['ListSecrets', withReads, true],
  ['PutSecretValue', 'ENABLED', true],
  ['PutSecretValue', withReads, true],
  ['GetObject', 'ENABLED', true],
  ['GetObject', withReads, true],
];

test('does: read-only management events reach only the rules that say so', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud, allData);
  await cloud.s3.createBucket({ Bucket: 'goods' });
  await cloud.s3.putObject({ Bucket: 'goods', Key: 'a', Body: 'a' });
  await cloud.secretsmanager.createSecret({ Name: 's', SecretString: 'x' });
  const queues = [];
  for (const [index, [call, State]] of trap.entries()) {
    const queue = await openQueue(cloud, `queue-${index}`);
    await ruleTo(cloud, `rule-${index}`, ofCall(call), queue, { State });
    queues.push(queue);
  }
  await cloud.secretsmanager.getSecretValue({ SecretId: 's' });
  await cloud.secretsmanager.listSecrets({});
  await cloud.secretsmanager.putSecretValue({ SecretId: 's', SecretString: 'y' });
  await (await cloud.s3.getObject({ Bucket: 'goods', Key: 'a' })).Body!.transformToString();
  for (const [index, [call, state, isSeen]] of trap.entries()) {
    const events = await drainEvents(cloud, queues[index]!);
    assert.equal(events.length, isSeen ? 1 : 0, `${call} at ${state}`);
  }
});

const trails: readonly [what: string, selectors: object[] | undefined, isSeen: boolean][] = [
  ['no trail', undefined, false],
  [
    'a trail of all management events',
    [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    true,
  ],
  ['a trail of writes', [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }], false],
  ['a trail of reads', [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }], true],
];

for (const [what, selectors, isSeen] of trails) {
  test(`does: ${what} ${isSeen ? 'brings' : 'does not bring'} a read`, async () => {
    await using cloud = await startTestCloud();
    if (selectors) await startTrail(cloud, selectors);
    const queue = await openQueue(cloud, 'reads');
    await ruleTo(cloud, 'reads', ofCall('ListSecrets'), queue, { State: withReads });
    await cloud.secretsmanager.listSecrets({});
    assert.equal((await drainEvents(cloud, queue)).length, isSeen ? 1 : 0);
  });
}

test('does: a rule hears who stopped the last trail, and nothing after', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const queue = await openQueue(cloud, 'blind');
  const pattern = { detail: { eventName: ['StopLogging', 'CreateTopic', 'StartLogging'] } };
  await ruleTo(cloud, 'blind', pattern, queue);
  await cloud.cloudtrail.stopLogging({ Name: 'main' });
  await cloud.sns.createTopic({ Name: 'unseen' });
  const names = async () => (await drainEvents(cloud, queue)).map(({ detail }) => detail.eventName);
  assert.deepEqual(await names(), ['StopLogging']);
  await cloud.cloudtrail.startLogging({ Name: 'main' });
  await cloud.settled();
  await cloud.sns.createTopic({ Name: 'seen' });
  assert.deepEqual(await names(), ['CreateTopic']);
});

test('does: events come to the bus of their Region, those of IAM to us-east-1', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const queue = await openQueue(cloud, 'global');
  await ruleTo(cloud, 'global', { detail: { eventName: ['CreateUser', 'CreateTopic'] } }, queue);
  const elsewhere = cloud.as({ region: 'eu-west-1' });
  await elsewhere.sns.createTopic({ Name: 'far' });
  await elsewhere.iam.createUser({ UserName: 'ann' });
  const events = await drainEvents(cloud, queue);
  assert.deepEqual(
    events.map(({ source, region }) => [source, region]),
    [['aws.iam', 'us-east-1']],
  );
});

const otherTypes: readonly [eventType: string, detailType: string][] = [
  ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
  ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
];

for (const [eventType, detailType] of otherTypes) {
  test(`does: ${eventType} comes as ${detailType}`, async () => {
    await using cloud = await startTestCloud();
    await startTrail(cloud);
    const queue = await openQueue(cloud, 'signin');
    await ruleTo(cloud, 'signin', { source: ['aws.signin'] }, queue);
    appendRecord(cloud, { eventSource: 'signin.amazonaws.com', readOnly: false, eventType });
    const [event] = await drainEvents(cloud, queue);
    assert.equal(event!['detail-type'], detailType);
  });
}

function appendRecord({ parts, settings }: TestCloud, record: object) {
  const { accountId, region } = settings;
  parts.store.transact(() =>
    parts.journal.append({
      timeMs: parts.clock.now(),
      accountId,
      region,
      category: 'Management',
      record: JSON.stringify(record),
    }),
  );
}

test('does: at pace aws an event comes after six seconds', async () => {
  await using cloud = await startTestCloud({ pace: 'aws' });
  await startTrail(cloud);
  const queue = await openQueue(cloud, 'slow');
  await ruleTo(cloud, 'slow', ofCall('CreateTopic'), queue);
  await cloud.sns.createTopic({ Name: 'a' });
  await cloud.advance('5s');
  assert.equal((await drainEvents(cloud, queue)).length, 0);
  await cloud.advance('1s');
  assert.equal((await drainEvents(cloud, queue)).length, 1);
});

test('does: what happened before a rule, or while it was disabled, is not for it', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const queue = await openQueue(cloud, 'late');
  await cloud.sns.createTopic({ Name: 'before' });
  await ruleTo(cloud, 'late', ofCall('CreateTopic'), queue);
  await cloud.eventbridge.disableRule({ Name: 'late' });
  await cloud.sns.createTopic({ Name: 'meanwhile' });
  await cloud.eventbridge.enableRule({ Name: 'late' });
  await cloud.sns.createTopic({ Name: 'after' });
  const events = await drainEvents(cloud, queue);
  assert.deepEqual(
    events.map(({ detail }) => (detail.requestParameters as { name: string }).name),
    ['after'],
  );
});
