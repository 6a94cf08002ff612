import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GetMetricDataInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { startTestCloud } from '@tocsin/testkit';

const startMs = Date.parse('2026-09-14T05:00:30Z');
const minutesAgo = (minutes: number) => new Date(startMs - minutes * 60_000);
const window = { StartTime: minutesAgo(10), EndTime: new Date(startMs) };

function queryOf(Id: string, MetricName: string, more: Partial<MetricDataQuery> = {}) {
  const Metric = { Namespace: 'App', MetricName };
  return { Id, MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ...more };
}

test('GetMetricData refuses', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const refusals: [name: string, input: Partial<GetMetricDataInput>, message: RegExp][] = [
    [
      'metric math',
      { MetricDataQueries: [{ Id: 'e1', Expression: 'm1 + 1' }] },
      /does not implement GetMetricData: Expression \(metric math\)/,
    ],
    [
      'the same id twice',
      { MetricDataQueries: [queryOf('m1', 'A'), queryOf('m1', 'B')] },
      /^The values for parameter id in MetricDataQueries are not unique\.$/,
    ],
    ['an upper-case id', { MetricDataQueries: [queryOf('M1', 'A')] }, /not matching/],
    [
      'a statistic that is none',
      {
        MetricDataQueries: [
          {
            Id: 'm1',
            MetricStat: { Metric: { Namespace: 'App', MetricName: 'A' }, Period: 60, Stat: 'Mean' },
          },
        ],
      },
      /value Mean for parameter MetricDataQueries\.member\.1\.MetricStat\.Stat/,
    ],
    [
      'dynamic labels',
      { MetricDataQueries: [queryOf('m1', 'A', { Label: `\${MAX}` })] },
      /dynamic/,
    ],
    ['an end before the start', { EndTime: minutesAgo(11) }, /StartTime must be less than/],
    ['a token of its own', { NextToken: 'abc' }, /Invalid nextToken/],
    ['label options', { LabelOptions: { Timezone: '+0200' } }, /GetMetricData: LabelOptions/],
  ];
  for (const [name, input, message] of refusals) {
    await t.test(name, () =>
      assert.rejects(
        cloud.cloudwatch.getMetricData({
          ...window,
          MetricDataQueries: [queryOf('m1', 'A')],
          ...input,
        }),
        { message },
      ),
    );
  }
});

test('GetMetricData does', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const { cloudwatch } = cloud;
  await cloudwatch.putMetricData({
    Namespace: 'App',
    MetricData: [
      ...[5, 4, 3].map((minutes) => ({
        MetricName: 'A',
        Value: minutes,
        Timestamp: minutesAgo(minutes),
      })),
      { MetricName: 'B', Value: 8, Timestamp: minutesAgo(2) },
    ],
  });
  const MetricDataQueries = [
    queryOf('m1', 'A'),
    queryOf('m2', 'B', { Label: 'second' }),
    queryOf('m3', 'None'),
    queryOf('m4', 'A', { ReturnData: false }),
  ];

  await t.test('read many metrics, newest first', async () => {
    const { MetricDataResults } = await cloudwatch.getMetricData({ ...window, MetricDataQueries });
    assert.deepEqual(
      MetricDataResults?.map(({ Id, Label, Values, StatusCode }) => [
        Id,
        Label,
        Values,
        StatusCode,
      ]),
      [
        ['m1', 'A', [3, 4, 5], 'Complete'],
        ['m2', 'second', [8], 'Complete'],
        ['m3', 'None', [], 'Complete'],
      ],
    );
  });

  await t.test('read page by page, oldest first', async () => {
    const pages: [unknown, unknown, unknown][][] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudwatch.getMetricData({
        ...window,
        MetricDataQueries: MetricDataQueries.slice(0, 2),
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 2,
        NextToken,
      });
      pages.push(
        page.MetricDataResults!.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]),
      );
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(pages, [
      [['m1', [5, 4], 'PartialData']],
      [
        ['m1', [3], 'Complete'],
        ['m2', [8], 'Complete'],
      ],
    ]);
  });
});
