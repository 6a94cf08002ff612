import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GetMetricStatisticsInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud } from '@tocsin/testkit';

const startMs = Date.parse('2026-09-14T05:00:30Z');
const minutesAgo = (minutes: number) => new Date(startMs - minutes * 60_000);
const query = {
  Namespace: 'App',
  MetricName: 'Latency',
  StartTime: minutesAgo(10),
  EndTime: new Date(startMs),
  Period: 60,
  Statistics: ['Sum'],
} satisfies GetMetricStatisticsInput;

test('GetMetricStatistics refuses', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const refusals: [name: string, input: Partial<GetMetricStatisticsInput>, message: string][] = [
    [
      'an end before the start',
      { EndTime: minutesAgo(20) },
      'The parameter StartTime must be less than the parameter EndTime.',
    ],
    [
      'a period of 45 s',
      { Period: 45 },
      'The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.',
    ],
    [
      'more than 1,440 datapoints',
      { StartTime: minutesAgo(2 * 1_440) },
      'You have requested up to 2,880 datapoints, which exceeds the limit of 1,440. You may ' +
        'reduce the datapoints requested by increasing Period, or decreasing the time range.',
    ],
    [
      'no statistic',
      { Statistics: undefined },
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    ],
    [
      'both kinds of statistics',
      { ExtendedStatistics: ['p90'] },
      'The parameters Statistics and ExtendedStatistics are mutually exclusive and you have ' +
        'specified both.',
    ],
    [
      'an extended statistic that is none',
      { Statistics: undefined, ExtendedStatistics: ['Sum'] },
      'The value Sum for parameter ExtendedStatistics.member.1 is not supported.',
    ],
  ];
  for (const [name, input, message] of refusals) {
    await t.test(name, () =>
      assert.rejects(cloud.cloudwatch.getMetricStatistics({ ...query, ...input }), { message }),
    );
  }
});

test('GetMetricStatistics does', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const { cloudwatch } = cloud;
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  await cloudwatch.putMetricData({
    Namespace: 'App',
    MetricData: [
      { MetricName: 'Latency', Values: values, Timestamp: minutesAgo(9), Unit: 'Milliseconds' },
      { MetricName: 'Latency', Value: 7, Timestamp: minutesAgo(4), Unit: 'Milliseconds' },
      { MetricName: 'Balance', Value: -1 },
      { MetricName: 'Old', Value: 1, Timestamp: minutesAgo(300), StorageResolution: 1 },
    ],
  });

  await t.test('find extended statistics', async () => {
    const { Datapoints } = await cloudwatch.getMetricStatistics({
      ...query,
      Statistics: undefined,
      ExtendedStatistics: ['p50', 'p99', 'tm90', 'PR(:10)'],
    });
    assert.deepEqual(Datapoints?.[0]?.ExtendedStatistics, {
      p50: 50,
      p99: 99,
      tm90: 45.5,
      'PR(:10)': 10,
    });
  });

  await t.test('count periods from the start time, rounded down to the minute', async () => {
    const { Datapoints } = await cloudwatch.getMetricStatistics({ ...query, Period: 300 });
    assert.deepEqual(
      Datapoints?.map(({ Timestamp, Sum }) => [Timestamp?.toISOString().slice(11, 19), Sum]),
      [
        ['04:50:00', 5_050],
        ['04:55:00', 7],
      ],
    );
  });

  await t.test('leave the end time out', async () => {
    const { Datapoints } = await cloudwatch.getMetricStatistics({
      ...query,
      EndTime: new Date('2026-09-14T04:56:00Z'),
    });
    assert.equal(Datapoints?.length, 1);
  });

  await t.test('find one unit, or none of another', async () => {
    const inBytes = await cloudwatch.getMetricStatistics({ ...query, Unit: 'Bytes' });
    const inMilliseconds = await cloudwatch.getMetricStatistics({ ...query, Unit: 'Milliseconds' });
    assert.deepEqual([inBytes.Datapoints?.length, inMilliseconds.Datapoints?.length], [0, 2]);
  });

  await t.test('have no percentile of negative values', async () => {
    const { Datapoints } = await cloudwatch.getMetricStatistics({
      ...query,
      MetricName: 'Balance',
      EndTime: new Date(startMs + 1),
      Statistics: undefined,
      ExtendedStatistics: ['p50'],
    });
    assert.deepEqual(Datapoints, []);
  });

  await t.test('have seconds for three hours', async () => {
    const old = { MetricName: 'Old', StartTime: minutesAgo(301), EndTime: minutesAgo(299) };
    const inSeconds = await cloudwatch.getMetricStatistics({ ...query, ...old, Period: 1 });
    const inMinutes = await cloudwatch.getMetricStatistics({ ...query, ...old });
    assert.deepEqual([inSeconds.Datapoints?.length, inMinutes.Datapoints?.length], [0, 1]);
  });
});

test('GetMetricStatistics records a data event', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.getMetricStatistics(query);
  const [record] = cloud.records();
  assert.equal(record?.eventCategory, 'Data');
  assert.equal(record?.readOnly, true);
});
