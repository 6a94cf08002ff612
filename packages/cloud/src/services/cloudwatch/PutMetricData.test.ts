import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud } from '@tocsin/testkit';

const startMs = Date.parse('2026-09-14T05:00:30Z');
const metric = { MetricName: 'Errors', Value: 1 };

test('PutMetricData refuses', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const refusals: [name: string, input: Partial<PutMetricDataInput>, error: RegExp][] = [
    ["AWS's own namespaces", { Namespace: 'AWS/EC2' }, /value AWS\/EC2 for parameter Namespace/],
    ['no data', { MetricData: [] }, /The parameter MetricData is required/],
    [
      'too many data',
      { MetricData: Array(1_001).fill(metric) },
      /collection MetricData must not have a size greater than 1000/,
    ],
    ['entities', { EntityMetricData: [] }, /does not implement PutMetricData: EntityMetricData/],
  ];
  const data: [name: string, datum: Omit<MetricDatum, 'MetricName'>, error: RegExp][] = [
    ['no value', {}, /At least one of the parameters MetricData\.member\.1\.Value or/],
    [
      'a value and values',
      { Value: 1, Values: [1] },
      /MetricData\.member\.1\.Value and MetricData\.member\.1\.Values are mutually exclusive/,
    ],
    [
      'not a number',
      { Value: Number.NaN },
      /^The value NaN for parameter MetricData\.member\.1\.Value is invalid\.$/,
    ],
    ['infinity', { Value: Number.POSITIVE_INFINITY }, /is invalid/],
    ['too large a value', { Value: 2 ** 361 }, /is invalid/],
    ['values without counts', { Values: [1, 2], Counts: [1] }, /must be of the same size/],
    ['151 values', { Values: Array(151).fill(1) }, /must not have a size greater than 150/],
    [
      'a statistic set upside down',
      { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } },
      /StatisticValues\.Maximum must be greater than/,
    ],
    ['a resolution of 30', { Value: 1, StorageResolution: 30 }, /StorageResolution is invalid/],
    [
      'a time too long ago',
      { Value: 1, Timestamp: new Date(startMs - 15 * 86_400_000) },
      /Timestamp must specify a time within the past two weeks/,
    ],
    [
      'a time too far ahead',
      { Value: 1, Timestamp: new Date(startMs + 3 * 3_600_000) },
      /Timestamp must specify a time no more than two hours in the future/,
    ],
    [
      'a dimension beyond ASCII',
      { Value: 1, Dimensions: [{ Name: 'Übung', Value: 'x' }] },
      /Dimensions\.member\.1\.Name is invalid/,
    ],
    ['a unit of its own', { Value: 1, Unit: 'Apples' as never }, /failed to satisfy constraint/],
  ];
  for (const [name, datum, error] of data) {
    refusals.push([name, { MetricData: [{ MetricName: 'Errors', ...datum }] }, error]);
  }
  for (const [name, input, message] of refusals) {
    await t.test(name, () =>
      assert.rejects(
        cloud.cloudwatch.putMetricData({ Namespace: 'App', MetricData: [metric], ...input }),
        { message },
      ),
    );
  }
  await t.test('and stores nothing of a request of which one datum is wrong', async () => {
    const MetricData = [metric, { ...metric, Value: Number.NaN }];
    await assert.rejects(cloud.cloudwatch.putMetricData({ Namespace: 'App', MetricData }));
    assert.deepEqual((await cloud.cloudwatch.listMetrics({})).Metrics, []);
  });
});

test('PutMetricData does', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const { cloudwatch } = cloud;
  const read = async (MetricName: string, Period: number) => {
    const { Datapoints = [] } = await cloudwatch.getMetricStatistics({
      Namespace: 'App',
      MetricName,
      StartTime: new Date(startMs - 600_000),
      EndTime: new Date(startMs + 60_000),
      Period,
      Statistics: ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'],
    });
    return Datapoints.map(({ Timestamp, Unit, ...statistics }) => ({
      at: Timestamp?.toISOString().slice(11, 19),
      Unit,
      ...statistics,
    }));
  };

  await t.test('add values, counted values and statistic sets up', async () => {
    await cloudwatch.putMetricData({
      Namespace: 'App',
      MetricData: [
        { MetricName: 'Mixed', Value: 4 },
        { MetricName: 'Mixed', Values: [1, 2], Counts: [2, 3] },
        {
          MetricName: 'Mixed',
          StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 0, Maximum: 9 },
        },
      ],
    });
    assert.deepEqual(await read('Mixed', 60), [
      {
        at: '05:00:00',
        Unit: 'None',
        SampleCount: 10,
        Sum: 32,
        Average: 3.2,
        Minimum: 0,
        Maximum: 9,
      },
    ]);
  });

  await t.test('keep units and metrics with other dimensions apart', async () => {
    const Dimensions = [{ Name: 'Host', Value: 'a' }];
    await cloudwatch.putMetricData({
      Namespace: 'App',
      MetricData: [
        { MetricName: 'Units', Value: 1, Unit: 'Count' },
        { MetricName: 'Units', Value: 2, Unit: 'Bytes' },
        { MetricName: 'Units', Value: 4, Unit: 'Count', Dimensions },
      ],
    });
    const found = await read('Units', 60);
    assert.deepEqual(
      found.map(({ Unit, Sum }) => [Unit, Sum]),
      [
        ['Bytes', 2],
        ['Count', 1],
      ],
    );
  });

  await t.test('store seconds where asked to, minutes otherwise', async () => {
    const Timestamp = new Date(startMs - 15_000);
    await cloudwatch.putMetricData({
      Namespace: 'App',
      MetricData: [
        { MetricName: 'Fine', Value: 1, Timestamp, StorageResolution: 1 },
        { MetricName: 'Coarse', Value: 1, Timestamp },
      ],
    });
    assert.equal((await read('Fine', 1))[0]?.at, '05:00:15');
    assert.equal((await read('Coarse', 1))[0]?.at, '05:00:00');
  });
});

test('PutMetricData records a data event', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricData({ Namespace: 'App', MetricData: [metric] });
  const [record] = cloud.records();
  assert.equal(record?.eventName, 'PutMetricData');
  assert.equal(record?.eventSource, 'monitoring.amazonaws.com');
  assert.equal(record?.eventCategory, 'Data');
  assert.equal(record?.managementEvent, false);
  assert.equal(record?.requestParameters?.namespace, 'App');
});
