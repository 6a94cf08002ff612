import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DescribeAlarmsForMetricInput, DescribeAlarmsInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const topic = 'arn:aws:sns:us-east-1:123456789012:alerts';

async function putAlarms(cloud: TestCloud) {
  for (const AlarmName of ['web-errors', 'api-errors', 'api-latency']) {
    await cloud.cloudwatch.putMetricAlarm({
      AlarmName,
      Namespace: 'App',
      MetricName: AlarmName.endsWith('errors') ? 'Errors' : 'Latency',
      Dimensions: [{ Name: 'Part', Value: AlarmName.slice(0, 3) }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: AlarmName === 'web-errors' ? 'notBreaching' : 'missing',
      ...(AlarmName === 'api-latency' ? { AlarmActions: [topic] } : undefined),
    });
  }
  await cloud.settled();
}

test('DescribeAlarms refuses', async (t) => {
  await using cloud = await startTestCloud();
  const refusals: [name: string, input: DescribeAlarmsInput, message: RegExp][] = [
    ['names and a prefix', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }, /cannot be specified tog/],
    ['a token of its own', { NextToken: 'abc' }, /Invalid nextToken/],
    ['children', { ChildrenOfAlarmName: 'a' }, /DescribeAlarms: ChildrenOfAlarmName/],
    ['101 records', { MaxRecords: 101 }, /'maxRecords' failed to satisfy constraint/],
  ];
  for (const [name, input, message] of refusals) {
    await t.test(name, () => assert.rejects(cloud.cloudwatch.describeAlarms(input), { message }));
  }
});

test('DescribeAlarms does', async (t) => {
  await using cloud = await startTestCloud();
  await putAlarms(cloud);
  const filters: [name: string, input: DescribeAlarmsInput, found: string[]][] = [
    ['list all by name', {}, ['api-errors', 'api-latency', 'web-errors']],
    ['find names', { AlarmNames: ['web-errors', 'unknown'] }, ['web-errors']],
    ['find a prefix', { AlarmNamePrefix: 'api-' }, ['api-errors', 'api-latency']],
    ['find a state', { StateValue: 'OK' }, ['web-errors']],
    ['find an action', { ActionPrefix: 'arn:aws:sns:' }, ['api-latency']],
    ['have no composite alarms', { AlarmTypes: ['CompositeAlarm'] }, []],
    [
      'list metric alarms when asked for both',
      { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] },
      ['api-errors', 'api-latency', 'web-errors'],
    ],
  ];
  for (const [name, input, found] of filters) {
    await t.test(name, async () => {
      const { MetricAlarms, CompositeAlarms } = await cloud.cloudwatch.describeAlarms(input);
      assert.deepEqual(
        MetricAlarms?.map(({ AlarmName }) => AlarmName),
        found,
      );
      assert.deepEqual(CompositeAlarms, []);
    });
  }

  await t.test('list page by page', async () => {
    const first = await cloud.cloudwatch.describeAlarms({ MaxRecords: 2 });
    const { NextToken } = first;
    const second = await cloud.cloudwatch.describeAlarms({ MaxRecords: 2, NextToken });
    assert.deepEqual([first.MetricAlarms?.length, second.MetricAlarms?.length], [2, 1]);
    assert.equal(second.NextToken, undefined);
  });

  await t.test('see the alarms of its own Region alone', async () => {
    const elsewhere = cloud.as({ region: 'eu-west-1' });
    assert.deepEqual((await elsewhere.cloudwatch.describeAlarms({})).MetricAlarms, []);
  });
});

test('DescribeAlarmsForMetric does', async (t) => {
  await using cloud = await startTestCloud();
  await putAlarms(cloud);
  const metric = { Namespace: 'App', MetricName: 'Errors' };
  const Dimensions = [{ Name: 'Part', Value: 'api' }];
  const filters: [name: string, input: DescribeAlarmsForMetricInput, found: string[]][] = [
    ['find the alarm of a metric', { ...metric, Dimensions }, ['api-errors']],
    ['find none without the dimensions', metric, []],
    ['find none of another period', { ...metric, Dimensions, Period: 300 }, []],
    ['find none of another statistic', { ...metric, Dimensions, Statistic: 'Average' }, []],
  ];
  for (const [name, input, found] of filters) {
    await t.test(name, async () => {
      const { MetricAlarms } = await cloud.cloudwatch.describeAlarmsForMetric(input);
      assert.deepEqual(
        MetricAlarms?.map(({ AlarmName }) => AlarmName),
        found,
      );
    });
  }
});
