import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const account = '123456789012';

test('refuses: groups and streams that cannot be', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  await logs.createLogGroup({ logGroupName: 'app' });
  await logs.createLogStream({ logGroupName: 'app', logStreamName: 's' });
  const cases: [Promise<unknown>, string, string | RegExp][] = [
    [
      logs.createLogGroup({ logGroupName: 'app' }),
      'ResourceAlreadyExistsException',
      'The specified log group already exists',
    ],
    [
      logs.createLogStream({ logGroupName: 'app', logStreamName: 's' }),
      'ResourceAlreadyExistsException',
      'The specified log stream already exists',
    ],
    [
      logs.createLogStream({ logGroupName: 'no', logStreamName: 's' }),
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      logs.deleteLogStream({ logGroupName: 'app', logStreamName: 'no' }),
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    [
      logs.createLogGroup({ logGroupName: 'AWS/x' }),
      'InvalidParameterException',
      'Log groups starting with AWS/ are reserved for AWS.',
    ],
    [
      logs.createLogGroup({ logGroupName: 'x', logGroupClass: 'INFREQUENT_ACCESS' }),
      'NotImplemented',
      /CreateLogGroup: logGroupClass INFREQUENT_ACCESS/,
    ],
    [
      logs.createLogGroup({
        logGroupName: 'x',
        kmsKeyId: `arn:aws:kms:us-east-1:${account}:key/1`,
      }),
      'NotImplemented',
      /CreateLogGroup: kmsKeyId/,
    ],
    [
      logs.putRetentionPolicy({ logGroupName: 'app', retentionInDays: 2 }),
      'InvalidParameterException',
      /^1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint/,
    ],
    [
      logs.describeLogGroups({ includeLinkedAccounts: true }),
      'NotImplemented',
      /DescribeLogGroups: includeLinkedAccounts/,
    ],
    [
      logs.describeLogGroups({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }),
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    ],
    [
      logs.describeLogStreams({
        logGroupName: 'app',
        logStreamNamePrefix: 'a',
        orderBy: 'LastEventTime',
      }),
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    ],
    [
      logs.describeLogGroups({ nextToken: '!' }),
      'InvalidParameterException',
      'The specified nextToken is invalid.',
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
});

test('does: describes groups by prefix, pattern and page', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  for (const logGroupName of ['/b/two', '/a/one', '/b/one'])
    await logs.createLogGroup({ logGroupName });
  await logs.putRetentionPolicy({ logGroupName: '/a/one', retentionInDays: 7 });
  const names = async (input: object) => {
    const { logGroups = [] } = await logs.describeLogGroups(input);
    return logGroups.map(({ logGroupName }) => logGroupName);
  };
  assert.deepEqual(await names({ logGroupNamePrefix: '/b' }), ['/b/one', '/b/two']);
  assert.deepEqual(await names({ logGroupNamePattern: 'one' }), ['/a/one', '/b/one']);
  assert.deepEqual(await names({ logGroupClass: 'INFREQUENT_ACCESS' }), []);
  assert.deepEqual(await names({ includeLinkedAccounts: false, limit: 1 }), ['/a/one']);
  const first = await logs.describeLogGroups({ limit: 1 });
  const arn = `arn:aws:logs:us-east-1:${account}:log-group:/a/one`;
  assert.deepEqual(first.logGroups, [
    {
      logGroupName: '/a/one',
      creationTime: cloud.parts.clock.now(),
      retentionInDays: 7,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      logGroupArn: arn,
    },
  ]);
  assert.deepEqual(await names({ nextToken: first.nextToken }), ['/b/one', '/b/two']);
});

test('does: describes streams by name and by their last event', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  const logGroupName = 'app';
  await logs.createLogGroup({ logGroupName });
  for (const logStreamName of ['a', 'b', 'c']) {
    await logs.createLogStream({ logGroupName, logStreamName });
  }
  const nowMs = cloud.parts.clock.now();
  for (const [logStreamName, agoMs] of [
    ['c', 2_000],
    ['a', 9_000],
  ] as const) {
    const logEvents = [
      { timestamp: nowMs - agoMs, message: 'x' },
      { timestamp: nowMs, message: 'y' },
    ];
    await logs.putLogEvents({ logGroupName, logStreamName, logEvents: logEvents.slice(0, 1) });
  }
  const names = async (input: object) => {
    const { logStreams = [] } = await logs.describeLogStreams({ logGroupName, ...input });
    return logStreams.map(({ logStreamName }) => logStreamName);
  };
  assert.deepEqual(await names({}), ['a', 'b', 'c']);
  assert.deepEqual(await names({ descending: true, limit: 2 }), ['c', 'b']);
  assert.deepEqual(await names({ orderBy: 'LastEventTime', descending: true }), ['c', 'a', 'b']);
  const page = await logs.describeLogStreams({ logGroupName, orderBy: 'LastEventTime', limit: 2 });
  const rest = { orderBy: 'LastEventTime', nextToken: page.nextToken };
  assert.deepEqual(await names(rest), ['c']);
  const [stream] = (await logs.describeLogStreams({ logGroupName, logStreamNamePrefix: 'c' }))
    .logStreams!;
  const { uploadSequenceToken, ...facts } = stream!;
  assert.match(uploadSequenceToken!, /^\d{56}$/);
  assert.deepEqual(facts, {
    logStreamName: 'c',
    creationTime: nowMs,
    firstEventTimestamp: nowMs - 2_000,
    lastEventTimestamp: nowMs - 2_000,
    lastIngestionTime: nowMs,
    arn: `arn:aws:logs:us-east-1:${account}:log-group:app:log-stream:c`,
    storedBytes: 0,
  });
  const arn = `arn:aws:logs:us-east-1:${account}:log-group:app`;
  const byArn = await logs.describeLogStreams({ logGroupIdentifier: arn });
  assert.equal(byArn.logStreams?.length, 3);
});

test('does: tags, the old way and the new', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  await logs.createLogGroup({ logGroupName: 'app', tags: { a: '1' } });
  const resourceArn = `arn:aws:logs:us-east-1:${account}:log-group:app`;
  await logs.tagResource({ resourceArn, tags: { b: '2' } });
  await logs.tagLogGroup({ logGroupName: 'app', tags: { c: '3' } });
  assert.deepEqual((await logs.listTagsForResource({ resourceArn })).tags, {
    a: '1',
    b: '2',
    c: '3',
  });
  await logs.untagResource({ resourceArn, tagKeys: ['a'] });
  await logs.untagLogGroup({ logGroupName: 'app', tags: ['b'] });
  assert.deepEqual((await logs.listTagsLogGroup({ logGroupName: 'app' })).tags, { c: '3' });
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, '']));
  await assert.rejects(logs.tagResource({ resourceArn, tags }), { name: 'TooManyTagsException' });
});

test('does: retention hides what expired, removes it, and can be taken back', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  const stream = { logGroupName: 'app', logStreamName: 's' };
  await logs.createLogGroup({ logGroupName: 'app' });
  await logs.createLogStream(stream);
  const startMs = cloud.parts.clock.now();
  const hourMs = 3_600_000;
  const put = (timestamp: number, message: string) =>
    logs.putLogEvents({ ...stream, logEvents: [{ timestamp, message }] });
  await put(startMs - 23 * hourMs, 'old');
  await put(startMs, 'new');
  const facts = async () => {
    const { events = [] } = await logs.getLogEvents(stream);
    const [group] = (await logs.describeLogGroups({})).logGroups!;
    return [events.map(({ message }) => message), group!.storedBytes];
  };
  assert.deepEqual(await facts(), [['old', 'new'], 58]);
  await logs.putRetentionPolicy({ logGroupName: 'app', retentionInDays: 1 });
  assert.deepEqual(await facts(), [['old', 'new'], 58]);
  await cloud.advance('2h');
  assert.deepEqual(await facts(), [['new'], 29]);
  await logs.deleteRetentionPolicy({ logGroupName: 'app' });
  await cloud.advance('48h');
  assert.deepEqual(await facts(), [['new'], 29]);
  await logs.putRetentionPolicy({ logGroupName: 'app', retentionInDays: 1 });
  await cloud.settled();
  assert.deepEqual(await facts(), [[], 0]);
});

test('does: a deleted group leaves nothing to its namesake', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  const stream = { logGroupName: 'app', logStreamName: 's' };
  const metricTransformations = [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }];
  for (const expected of [0, 0]) {
    await logs.createLogGroup({ logGroupName: 'app' });
    await logs.createLogStream(stream);
    assert.equal((await logs.filterLogEvents({ logGroupName: 'app' })).events?.length, expected);
    const logEvents = [{ timestamp: cloud.parts.clock.now(), message: 'x' }];
    await logs.putLogEvents({ ...stream, logEvents });
    const filter = { logGroupName: 'app', filterName: 'f', filterPattern: '' };
    await logs.putMetricFilter({ ...filter, metricTransformations });
    await logs.deleteLogGroup({ logGroupName: 'app' });
    assert.deepEqual((await logs.describeMetricFilters({})).metricFilters, []);
  }
});

test('records: changes and looks are management events, with the version of the API', async () => {
  await using cloud = await startTestCloud();
  const { logs } = cloud;
  const stream = { logGroupName: 'app', logStreamName: 's' };
  await logs.createLogGroup({ logGroupName: 'app' });
  await logs.createLogStream(stream);
  const logEvents = [{ timestamp: cloud.parts.clock.now(), message: 'x' }];
  await logs.putLogEvents({ ...stream, logEvents });
  await logs.getLogEvents(stream);
  await logs.filterLogEvents({ logGroupName: 'app', filterPattern: 'x' });
  const records = cloud.records();
  assert.deepEqual(
    records.map(({ eventName, readOnly }) => [eventName, readOnly]),
    [
      ['CreateLogGroup', false],
      ['CreateLogStream', false],
      ['GetLogEvents', true],
      ['FilterLogEvents', true],
    ],
  );
  const { eventSource, apiVersion, requestParameters, responseElements } = records[1]!;
  assert.equal(eventSource, 'logs.amazonaws.com');
  assert.equal(apiVersion, '20140328');
  assert.deepEqual(requestParameters, stream);
  assert.equal(responseElements, null);
});
