import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud } from '@tocsin/testkit';

const startMs = Date.parse('2026-09-14T05:00:00Z');
const alarm = {
  AlarmName: 'errors',
  Namespace: 'App',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
} satisfies PutMetricAlarmInput;
const extended = { Statistic: undefined, ExtendedStatistic: 'p90' };

test('PutMetricAlarm refuses', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const refusals: [name: string, input: Partial<PutMetricAlarmInput>, message: string | RegExp][] =
    [
      ['a period of 45 s', { Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60'],
      [
        'more than a day of minutes',
        { EvaluationPeriods: 1_441 },
        'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be ' +
          '<= 86400) for alarms using period < 3600',
      ],
      [
        'more than a week of days',
        { Period: 86_400, EvaluationPeriods: 8 },
        'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be ' +
          '<= 604800) for alarms using period >= 3600',
      ],
      [
        'more datapoints than periods',
        { DatapointsToAlarm: 2 },
        'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
      ],
      [
        'two statistics',
        { ExtendedStatistic: 'p90' },
        /can not be made with both Statistic and ExtendedStatistic parameters/,
      ],
      ['no statistic', { Statistic: undefined }, /should have a Statistic parameter/],
      ['no metric', { MetricName: undefined }, /should have a MetricName parameter/],
      ['no threshold', { Threshold: undefined }, /should have valid Threshold parameter/],
      [
        'a percentile above 100',
        { ...extended, ExtendedStatistic: 'p101' },
        'The value p101 for parameter ExtendedStatistic is not supported.',
      ],
      [
        'a plain statistic as an extended one',
        { ...extended, ExtendedStatistic: 'Sum' },
        'The value Sum for parameter ExtendedStatistic is not supported.',
      ],
      [
        'an unknown treatment of missing data',
        { TreatMissingData: 'drop' },
        'The value drop is not supported for TreatMissingData parameter. Supported values are ' +
          '[breaching, notBreaching, ignore, missing].',
      ],
      [
        'low samples without a percentile',
        { EvaluateLowSampleCountPercentile: 'ignore' },
        /can not be applied with statistic Sum/,
      ],
      ['an ARN that is none', { AlarmActions: ['alerts'] }, 'Invalid arn syntax: alerts'],
      [
        'a topic elsewhere',
        { OKActions: ['arn:aws:sns:eu-west-1:123456789012:alerts'] },
        'Invalid region eu-west-1 specified. Only us-east-1 is supported.',
      ],
      [
        'actions other than topics',
        { AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] },
        /does not implement PutMetricAlarm: AlarmActions arn:aws:automate:us-east-1:ec2:stop/,
      ],
      [
        'functions as actions',
        { InsufficientDataActions: ['arn:aws:lambda:us-east-1:123456789012:function:stop'] },
        /does not implement PutMetricAlarm: InsufficientDataActions arn:aws:lambda/,
      ],
      ['metric math', { Metrics: [{ Id: 'm1' }] }, /does not implement PutMetricAlarm: Metrics/],
      [
        'bands of anomaly detection',
        { ComparisonOperator: 'GreaterThanUpperThreshold' },
        /does not implement PutMetricAlarm: ComparisonOperator GreaterThanUpperThreshold/,
      ],
      ['control characters', { AlarmName: 'a\nb' }, /must not contain ASCII Control characters/],
      [
        'reserved tags',
        { Tags: [{ Key: 'aws:x', Value: 'y' }] },
        /tag key aws:x must not begin with aws:/,
      ],
    ];
  for (const [name, input, message] of refusals) {
    await t.test(name, () =>
      assert.rejects(cloud.cloudwatch.putMetricAlarm({ ...alarm, ...input }), { message }),
    );
  }
  await t.test('and creates nothing then', async () => {
    assert.deepEqual((await cloud.cloudwatch.describeAlarms({})).MetricAlarms, []);
  });
});

test('PutMetricAlarm does', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const { cloudwatch } = cloud;
  const described = async () => (await cloudwatch.describeAlarms({})).MetricAlarms?.[0];

  await t.test('create an alarm that was never evaluated', async () => {
    await cloudwatch.putMetricAlarm(alarm);
    assert.deepEqual(await described(), {
      AlarmName: 'errors',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors',
      AlarmConfigurationUpdatedTimestamp: new Date(startMs),
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: new Date(startMs),
      MetricName: 'Errors',
      Namespace: 'App',
      Statistic: 'Sum',
      Dimensions: [],
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      StateTransitionedTimestamp: new Date(startMs),
    });
  });

  await t.test('replace the whole configuration, but not the state', async () => {
    await cloud.advance('1m');
    await cloudwatch.putMetricAlarm({
      ...alarm,
      ...extended,
      AlarmDescription: 'Slow answers',
      DatapointsToAlarm: 1,
      EvaluateLowSampleCountPercentile: 'ignore',
      TreatMissingData: 'ignore',
      Unit: 'Count',
    });
    const updated = await described();
    assert.equal(updated?.Statistic, undefined);
    assert.equal(updated?.ExtendedStatistic, 'p90');
    assert.equal(updated?.AlarmDescription, 'Slow answers');
    assert.equal(updated?.EvaluateLowSampleCountPercentile, 'ignore');
    assert.deepEqual(updated?.AlarmConfigurationUpdatedTimestamp, new Date(startMs + 60_000));
    assert.deepEqual(updated?.StateUpdatedTimestamp, new Date(startMs));
  });
});

test('PutMetricAlarm is denied by the alarm, the tags and the actions', async () => {
  await using cloud = await startTestCloud({ startMs });
  const { iam } = cloud;
  await iam.createUser({ UserName: 'dev' });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'cloudwatch:PutMetricAlarm',
        Resource: 'arn:aws:cloudwatch:*:*:alarm:dev-*',
        Condition: {
          'ForAllValues:StringLike': { 'cloudwatch:AlarmActions': 'arn:aws:sns:*:*:dev-*' },
        },
      },
    ],
  });
  await iam.putUserPolicy({ UserName: 'dev', PolicyName: 'own', PolicyDocument });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'dev' });
  const dev = cloud.as({
    credentials: {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    },
  });
  const own = { ...alarm, AlarmName: 'dev-errors' };
  const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
  await dev.cloudwatch.putMetricAlarm({ ...own, AlarmActions: [topic('dev-alerts')] });
  const denied = { name: 'AccessDenied' };
  await assert.rejects(dev.cloudwatch.putMetricAlarm(alarm), denied);
  await assert.rejects(
    dev.cloudwatch.putMetricAlarm({ ...own, AlarmActions: [topic('alerts')] }),
    denied,
  );
  await assert.rejects(
    dev.cloudwatch.putMetricAlarm({ ...own, Tags: [{ Key: 'a', Value: 'b' }] }),
    /cloudwatch:TagResource/,
  );
});

test('PutMetricAlarm records a management event', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm(alarm);
  const [record] = cloud.records();
  assert.equal(record?.eventName, 'PutMetricAlarm');
  assert.equal(record?.eventCategory, 'Management');
  assert.equal(record?.apiVersion, '2010-08-01');
  assert.equal(record?.responseElements, null);
  assert.deepEqual(record?.requestParameters, {
    alarmName: 'errors',
    namespace: 'App',
    metricName: 'Errors',
    statistic: 'Sum',
    period: 60,
    evaluationPeriods: 1,
    threshold: 1,
    comparisonOperator: 'GreaterThanThreshold',
  });
});
