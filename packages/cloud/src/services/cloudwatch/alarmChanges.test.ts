import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;

async function putAlarm(cloud: TestCloud, AlarmName: string) {
  await cloud.cloudwatch.putMetricAlarm({
    AlarmName,
    Namespace: 'App',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Tags: [{ Key: 'team', Value: 'blue' }],
  });
}

test('DeleteAlarms deletes all of the alarms or none', async () => {
  await using cloud = await startTestCloud();
  const { cloudwatch } = cloud;
  await putAlarm(cloud, 'one');
  await putAlarm(cloud, 'two');
  await assert.rejects(cloudwatch.deleteAlarms({ AlarmNames: ['one', 'unknown'] }), {
    name: 'ResourceNotFound',
  });
  assert.equal((await cloudwatch.describeAlarms({})).MetricAlarms?.length, 2);
  await cloudwatch.deleteAlarms({ AlarmNames: ['one', 'two'] });
  assert.equal((await cloudwatch.describeAlarms({})).MetricAlarms?.length, 0);
});

test('DisableAlarmActions and EnableAlarmActions switch, and pass over unknown names', async () => {
  await using cloud = await startTestCloud();
  const { cloudwatch } = cloud;
  await putAlarm(cloud, 'one');
  const AlarmNames = ['one', 'unknown'];
  const isEnabled = async () =>
    (await cloudwatch.describeAlarms({})).MetricAlarms?.[0]?.ActionsEnabled;
  await cloudwatch.disableAlarmActions({ AlarmNames });
  assert.equal(await isEnabled(), false);
  await cloudwatch.enableAlarmActions({ AlarmNames });
  assert.equal(await isEnabled(), true);
});

test('tags are put at creation, added, replaced and removed', async () => {
  await using cloud = await startTestCloud();
  const { cloudwatch } = cloud;
  const ResourceARN = arnOf('one');
  await putAlarm(cloud, 'one');
  await cloudwatch.tagResource({
    ResourceARN,
    Tags: [
      { Key: 'team', Value: 'red' },
      { Key: 'stage', Value: 'test' },
    ],
  });
  const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN });
  assert.deepEqual(Tags, [
    { Key: 'team', Value: 'red' },
    { Key: 'stage', Value: 'test' },
  ]);
  await cloudwatch.untagResource({ ResourceARN, TagKeys: ['team'] });
  const left = await cloudwatch.listTagsForResource({ ResourceARN });
  assert.deepEqual(left.Tags, [{ Key: 'stage', Value: 'test' }]);
});

test('tags of what does not exist, or too many of them, are refused', async () => {
  await using cloud = await startTestCloud();
  const { cloudwatch } = cloud;
  await putAlarm(cloud, 'one');
  await assert.rejects(cloudwatch.listTagsForResource({ ResourceARN: arnOf('unknown') }), {
    name: 'ResourceNotFoundException',
    ResourceType: 'alarm',
  });
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await assert.rejects(cloudwatch.tagResource({ ResourceARN: arnOf('one'), Tags }), {
    message: /at most 50 tags/,
  });
});
