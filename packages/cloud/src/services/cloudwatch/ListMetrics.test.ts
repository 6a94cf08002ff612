import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListMetricsInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud } from '@tocsin/testkit';

test('ListMetrics refuses', async (t) => {
  await using cloud = await startTestCloud();
  const refusals: [name: string, input: ListMetricsInput, message: RegExp][] = [
    ['a token of its own', { NextToken: 'abc' }, /Invalid nextToken/],
    ['other accounts', { IncludeLinkedAccounts: true }, /ListMetrics: IncludeLinkedAccounts/],
  ];
  for (const [name, input, message] of refusals) {
    await t.test(name, () => assert.rejects(cloud.cloudwatch.listMetrics(input), { message }));
  }
});

test('ListMetrics does', async (t) => {
  await using cloud = await startTestCloud();
  const { cloudwatch } = cloud;
  const Dimensions = [
    { Name: 'Host', Value: 'a' },
    { Name: 'App', Value: 'x' },
  ];
  await cloudwatch.putMetricData({
    Namespace: 'One',
    MetricData: [
      { MetricName: 'Errors', Value: 1 },
      { MetricName: 'Errors', Value: 1, Dimensions },
      { MetricName: 'Errors', Value: 1, Dimensions: Dimensions.toReversed() },
    ],
  });
  await cloudwatch.putMetricData({
    Namespace: 'Two',
    MetricData: [{ MetricName: 'Latency', Value: 1 }],
  });

  const filters: [name: string, input: ListMetricsInput, found: number][] = [
    ['list all, each once however its dimensions stand', {}, 3],
    ['filter by namespace', { Namespace: 'One' }, 2],
    ['filter by name', { MetricName: 'Latency' }, 1],
    ['filter by a dimension', { Dimensions: [{ Name: 'Host' }] }, 1],
    ["filter by a dimension's value", { Dimensions: [{ Name: 'Host', Value: 'b' }] }, 0],
    ['stay in the account', { IncludeLinkedAccounts: false }, 3],
    ['filter by recent activity', { RecentlyActive: 'PT3H' }, 3],
  ];
  for (const [name, input, found] of filters) {
    await t.test(name, async () => {
      assert.equal((await cloudwatch.listMetrics(input)).Metrics?.length, found);
    });
  }

  await t.test('list pages of 500', async () => {
    const MetricData = Array.from({ length: 600 }, (_, index) => ({
      MetricName: `Many${index}`,
      Value: 1,
    }));
    await cloudwatch.putMetricData({ Namespace: 'Many', MetricData });
    const first = await cloudwatch.listMetrics({ Namespace: 'Many' });
    const second = await cloudwatch.listMetrics({ Namespace: 'Many', NextToken: first.NextToken });
    assert.deepEqual([first.Metrics?.length, second.Metrics?.length], [500, 100]);
    assert.equal(second.NextToken, undefined);
  });

  await t.test('forget metrics that got no data for long', async () => {
    await cloud.advance('4h');
    assert.equal((await cloudwatch.listMetrics({ RecentlyActive: 'PT3H' })).Metrics?.length, 0);
    assert.equal((await cloudwatch.listMetrics({ Namespace: 'One' })).Metrics?.length, 2);
    await cloud.advance('14d');
    assert.equal((await cloudwatch.listMetrics({})).Metrics?.length, 0);
  });
});
