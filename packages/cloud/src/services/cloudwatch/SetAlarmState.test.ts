import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

async function putAlarm(cloud: TestCloud) {
  await cloud.cloudwatch.putMetricAlarm({
    AlarmName: 'errors',
    Namespace: 'App',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  await cloud.settled();
}

const drill = { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a drill' } as const;

test('SetAlarmState refuses', async (t) => {
  await using cloud = await startTestCloud();
  await putAlarm(cloud);
  const { cloudwatch } = cloud;
  await t.test('an alarm that does not exist', () =>
    assert.rejects(cloudwatch.setAlarmState({ ...drill, AlarmName: 'unknown' }), {
      name: 'ResourceNotFound',
    }),
  );
  await t.test('reason data that are not JSON', () =>
    assert.rejects(cloudwatch.setAlarmState({ ...drill, StateReasonData: '{' }), {
      name: 'InvalidFormatFault',
    }),
  );
  await t.test('a state that is none', () =>
    assert.rejects(cloudwatch.setAlarmState({ ...drill, StateValue: 'RED' as never }), {
      message: /'stateValue' failed to satisfy constraint/,
    }),
  );
});

test('SetAlarmState does', async (t) => {
  await using cloud = await startTestCloud();
  await putAlarm(cloud);
  const { cloudwatch } = cloud;
  const described = async () => (await cloudwatch.describeAlarms({})).MetricAlarms?.[0];

  await t.test('nothing when the alarm has the state, not even to the reason', async () => {
    const before = await described();
    assert.equal(before?.StateValue, 'OK');
    await cloudwatch.setAlarmState({ ...drill, StateValue: 'OK' });
    assert.deepEqual(await described(), before);
  });

  await t.test('give state, reason and data', async () => {
    await cloudwatch.setAlarmState({ ...drill, StateReasonData: '{"by":"hand"}' });
    await cloud.settled();
    const { StateValue, StateReason, StateReasonData } = (await described())!;
    assert.deepEqual(
      [StateValue, StateReason, StateReasonData],
      ['ALARM', 'a drill', '{"by":"hand"}'],
    );
  });

  await t.test('so until the next evaluation', async () => {
    await cloud.advance('1m');
    assert.equal((await described())?.StateValue, 'OK');
  });
});
