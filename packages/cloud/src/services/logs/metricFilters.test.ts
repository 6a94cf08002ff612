import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricTransformation, PutMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const stream = { logGroupName: 'app', logStreamName: 's' };
const metric = { metricName: 'Reads', metricNamespace: 'Tocsin', metricValue: '1' };

async function startWithStream(options: Parameters<typeof startTestCloud>[0] = {}) {
  const cloud = await startTestCloud(options);
  await cloud.logs.createLogGroup({ logGroupName: 'app' });
  await cloud.logs.createLogStream(stream);
  return cloud;
}

function filter(change: Partial<PutMetricFilterRequest> = {}): PutMetricFilterRequest {
  return {
    logGroupName: 'app',
    filterName: 'f',
    filterPattern: '{ $.eventName = "GetSecretValue" }',
    metricTransformations: [metric],
    ...change,
  };
}

async function put(cloud: TestCloud, ...events: string[]) {
  const timestamp = cloud.parts.clock.now();
  const logEvents = events.map((message) => ({ timestamp, message }));
  await cloud.logs.putLogEvents({ ...stream, logEvents });
}

async function statistics(cloud: TestCloud, more: object = {}) {
  const nowMs = cloud.parts.clock.now();
  const { Datapoints = [] } = await cloud.cloudwatch.getMetricStatistics({
    Namespace: 'Tocsin',
    MetricName: 'Reads',
    StartTime: new Date(nowMs - 600_000),
    EndTime: new Date(nowMs + 60_000),
    Period: 60,
    Statistics: ['Sum', 'SampleCount'],
    ...more,
  });
  return Datapoints.map(({ Sum, SampleCount }) => [Sum, SampleCount]);
}

test('refuses: filters that AWS would not take', async () => {
  await using cloud = await startWithStream();
  const transformed = (change: Partial<MetricTransformation>) =>
    filter({ metricTransformations: [{ ...metric, ...change }] });
  const invalid = 'InvalidParameterException';
  const four = { a: '$.a', b: '$.b', c: '$.c', d: '$.d' };
  const cases: [PutMetricFilterRequest, string, RegExp][] = [
    [filter({ filterPattern: '{ "GetSecretValue" }' }), invalid, /^Invalid /],
    [filter({ logGroupName: 'no' }), 'ResourceNotFoundException', /log group does not exist\.$/],
    [transformed({ metricValue: 'many' }), invalid, /metric value many must be a valid number$/],
    [transformed({ metricValue: '$.a[*]' }), invalid, /value \$\.a\[\*\] must be a valid number$/],
    [transformed({ dimensions: { a: 'x' } }), invalid, /dimension value must be valid selector$/],
    [transformed({ dimensions: four }), invalid, /at most 3 dimensions$/],
    [
      transformed({ dimensions: { a: '$.a' }, defaultValue: 0 }),
      invalid,
      /^Invalid metric transformation: dimensions and default value are mutually exclusive prop/,
    ],
    ...['', 'ERROR', '%ERR.R%'].map((filterPattern): [PutMetricFilterRequest, string, RegExp] => [
      { ...transformed({ dimensions: { a: '$.a' } }), filterPattern },
      invalid,
      /^The specified filter pattern does not support dimensions$/,
    ]),
    [filter({ applyOnTransformedLogs: true }), 'NotImplemented', /applyOnTransformedLogs/],
    [filter({ fieldSelectionCriteria: 'x' }), 'NotImplemented', /fieldSelectionCriteria/],
    [filter({ emitSystemFieldDimensions: ['x'] }), 'NotImplemented', /emitSystemFieldDimensions/],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(cloud.logs.putMetricFilter(input), { name, message });
  }
  const test = cloud.logs.testMetricFilter({ filterPattern: '{ $.a = }', logEventMessages: ['x'] });
  await assert.rejects(test, { name: invalid, message: 'Invalid metric filter pattern' });
  const half = cloud.logs.describeMetricFilters({ metricName: 'Reads' });
  await assert.rejects(half, { name: invalid });
});

test('refuses: more than a hundred filters, or five with regular expressions', async () => {
  await using cloud = await startWithStream();
  const limit = { name: 'LimitExceededException', message: 'Resource limit exceeded.' };
  for (let index = 0; index < 5; index += 1) {
    await cloud.logs.putMetricFilter(filter({ filterName: `r${index}`, filterPattern: '%a%' }));
  }
  const sixth = filter({ filterName: 'r5', filterPattern: '{ $.a = %a% }' });
  await assert.rejects(cloud.logs.putMetricFilter(sixth), limit);
  await cloud.logs.putMetricFilter(filter({ filterName: 'r4', filterPattern: '%b%' }));
  for (let index = 0; index < 95; index += 1) {
    await cloud.logs.putMetricFilter(filter({ filterName: `f${index}` }));
  }
  await assert.rejects(cloud.logs.putMetricFilter(filter({ filterName: 'f95' })), limit);
  await cloud.logs.putMetricFilter(filter({ filterName: 'f94' }));
});

test('does: describes filters by group, prefix, metric and page', async () => {
  await using cloud = await startWithStream();
  await cloud.logs.createLogGroup({ logGroupName: 'other' });
  await cloud.logs.putMetricFilter(filter({ filterName: 'b' }));
  await cloud.logs.putMetricFilter(filter({ filterName: 'a', logGroupName: 'other' }));
  const errors = { ...metric, metricName: 'Errors', unit: 'Count' as const, defaultValue: 0 };
  await cloud.logs.putMetricFilter(filter({ filterName: 'c', metricTransformations: [errors] }));
  const names = async (input: object) => {
    const { metricFilters = [] } = await cloud.logs.describeMetricFilters(input);
    return metricFilters.map(({ filterName }) => filterName).join(' ');
  };
  assert.equal(await names({}), 'a b c');
  assert.equal(await names({ logGroupName: 'app' }), 'b c');
  assert.equal(await names({ logGroupName: 'app', filterNamePrefix: 'c' }), 'c');
  assert.equal(await names({ metricName: 'Reads', metricNamespace: 'Tocsin' }), 'a b');
  const { nextToken } = await cloud.logs.describeMetricFilters({ limit: 1 });
  assert.equal(await names({ nextToken }), 'b c');
  const creationTime = cloud.parts.clock.now();
  await cloud.advance('1m');
  await cloud.logs.putMetricFilter(filter({ filterName: 'c', metricTransformations: [errors] }));
  const { metricFilters } = await cloud.logs.describeMetricFilters({
    metricName: 'Errors',
    metricNamespace: 'Tocsin',
  });
  assert.deepEqual(metricFilters, [
    {
      filterName: 'c',
      filterPattern: '{ $.eventName = "GetSecretValue" }',
      metricTransformations: [errors],
      creationTime,
      logGroupName: 'app',
      applyOnTransformedLogs: false,
    },
  ]);
  await cloud.logs.deleteMetricFilter({ logGroupName: 'app', filterName: 'c' });
  const again = cloud.logs.deleteMetricFilter({ logGroupName: 'app', filterName: 'c' });
  await assert.rejects(again, { name: 'ResourceNotFoundException' });
});

test('does: counts matches, with many events in one second and dimensions', async () => {
  await using cloud = await startWithStream();
  const dimensions = { Secret: '$.secret' };
  const metricTransformations = [{ ...metric, metricValue: '$.n', dimensions }];
  await cloud.logs.putMetricFilter(filter());
  await cloud.logs.putMetricFilter(filter({ filterName: 'd', metricTransformations }));
  const read = (n: number, secret: unknown) =>
    JSON.stringify({ eventName: 'GetSecretValue', n, secret });
  await put(cloud, read(2, 'db'), read(2, 'db'), read(5, 'db'), read(7, null), '{"eventName":"x"}');
  assert.deepEqual(await statistics(cloud), [[4, 4]]);
  const Dimensions = [{ Name: 'Secret', Value: 'db' }];
  assert.deepEqual(await statistics(cloud, { Dimensions }), [[9, 3]]);
});

test('does: a default value counts for every event that does not match', async () => {
  await using cloud = await startWithStream();
  const metricTransformations = [{ ...metric, metricValue: '5', defaultValue: 3 }];
  await cloud.logs.putMetricFilter(filter({ filterPattern: 'match', metricTransformations }));
  await put(cloud, 'match', ...Array.from({ length: 14 }, () => 'other'));
  assert.deepEqual(await statistics(cloud), [[47, 15]]);
});

test('does: more values than one datum takes', async () => {
  await using cloud = await startWithStream();
  const metricTransformations = [{ ...metric, metricValue: '$.n' }];
  await cloud.logs.putMetricFilter(filter({ filterPattern: '{ $.n = * }', metricTransformations }));
  await put(cloud, ...Array.from({ length: 400 }, (_, n) => JSON.stringify({ n })));
  assert.deepEqual(await statistics(cloud), [[79_800, 400]]);
});

test('does: at pace aws the metric can be seen after a minute', async () => {
  await using cloud = await startWithStream({ pace: 'aws' });
  await cloud.logs.putMetricFilter(filter());
  await put(cloud, '{"eventName":"GetSecretValue"}');
  assert.deepEqual(await statistics(cloud), []);
  await cloud.advance('60s');
  assert.deepEqual(await statistics(cloud), [[1, 1]]);
});

test('records: a metric filter in full, and nothing of the metric', async () => {
  await using cloud = await startWithStream();
  await cloud.logs.putMetricFilter(filter());
  await put(cloud, '{"eventName":"GetSecretValue"}');
  const record = cloud.records().at(-1)!;
  assert.equal(record.eventName, 'PutMetricFilter');
  assert.deepEqual(record.requestParameters, filter());
});
