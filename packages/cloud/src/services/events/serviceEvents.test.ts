import assert from 'node:assert/strict';
import test from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { accountId, drainEvents, openQueue, ruleTo } from './bus.testkit.ts';

test('does: an alarm that changes its state, without a trail', async () => {
  await using cloud = await startTestCloud({ startMs: Date.UTC(2026, 0, 1) });
  const queue = await openQueue(cloud, 'alarms');
  const pattern = { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } };
  await ruleTo(cloud, 'alarms', pattern, queue);
  await cloud.cloudwatch.putMetricAlarm({
    AlarmName: 'reads',
    AlarmDescription: 'Somebody reads.',
    Namespace: 'Honey',
    MetricName: 'Reads',
    Dimensions: [{ Name: 'Secret', Value: 'a' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  await cloud.advance('1s');
  const wanted = { AlarmName: 'reads', StateValue: 'ALARM', StateReason: 'a drill' } as const;
  await cloud.cloudwatch.setAlarmState(wanted);
  const [event] = await drainEvents(cloud, queue);
  const { configuration, previousState, ...others } = event!.detail as Record<string, object>;
  const { metrics, ...ofAlarm } = configuration as { metrics: { id: string }[] };
  assert.equal(event!['detail-type'], 'CloudWatch Alarm State Change');
  assert.deepEqual(event!.resources, [`arn:aws:cloudwatch:us-east-1:${accountId}:alarm:reads`]);
  assert.deepEqual(others, {
    alarmName: 'reads',
    state: { value: 'ALARM', reason: 'a drill', timestamp: '2026-01-01T00:00:01.000+0000' },
  });
  assert.equal((previousState as { value: string }).value, 'INSUFFICIENT_DATA');
  assert.deepEqual(ofAlarm, { description: 'Somebody reads.' });
  assert.deepEqual(metrics, [
    {
      id: metrics[0]!.id,
      metricStat: {
        metric: { namespace: 'Honey', name: 'Reads', dimensions: { Secret: 'a' } },
        period: 60,
        stat: 'Sum',
      },
      returnData: true,
    },
  ]);
});

test("does: a secret's labels that move", async () => {
  await using cloud = await startTestCloud();
  const queue = await openQueue(cloud, 'labels');
  await ruleTo(cloud, 'labels', { 'detail-type': ['Secret Label Updated'] }, queue);
  const { ARN } = await cloud.secretsmanager.createSecret({ Name: 's', SecretString: 'x' });
  await cloud.secretsmanager.getSecretValue({ SecretId: 's' });
  const changed = await cloud.secretsmanager.putSecretValue({ SecretId: 's', SecretString: 'y' });
  const events = await drainEvents(cloud, queue);
  assert.deepEqual(
    events.map(({ source, resources, detail }) => ({ source, resources, detail })),
    [
      {
        source: 'aws.secretsmanager',
        resources: [ARN],
        detail: { name: 's', labelUpdated: 'AWSCURRENT', versionId: changed.VersionId },
      },
    ],
  );
});
