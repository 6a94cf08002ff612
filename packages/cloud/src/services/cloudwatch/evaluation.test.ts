import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

/** On the minute, so that a period's number is its minute. */
const startMs = Date.parse('2026-09-14T05:00:00Z');

const alarm = {
  AlarmName: 'errors',
  Namespace: 'App',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
} satisfies PutMetricAlarmInput;

async function put(cloud: TestCloud, ...Values: number[]) {
  const MetricData = [{ MetricName: 'Errors', Values }];
  await cloud.cloudwatch.putMetricData({ Namespace: 'App', MetricData });
  await cloud.settled();
}

async function stateOf(cloud: TestCloud) {
  const { MetricAlarms } = await cloud.cloudwatch.describeAlarms({ AlarmNames: ['errors'] });
  return MetricAlarms?.[0]?.StateValue;
}

/** `05:03:00 OK`, oldest first. */
async function transitions(cloud: TestCloud): Promise<string[]> {
  const { AlarmHistoryItems = [] } = await cloud.cloudwatch.describeAlarmHistory({
    HistoryItemType: 'StateUpdate',
    ScanBy: 'TimestampAscending',
  });
  return AlarmHistoryItems.map(({ Timestamp, HistoryData }) => {
    const { newState } = JSON.parse(HistoryData!);
    return `${Timestamp!.toISOString().slice(11, 19)} ${newState.stateValue}`;
  });
}

test('at pace instant a datapoint counts at once', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm(alarm);
  await put(cloud, 1);
  assert.deepEqual(await transitions(cloud), ['05:00:00 ALARM']);
});

test('a new alarm sees datapoints from before its creation', async () => {
  await using cloud = await startTestCloud({ startMs });
  await put(cloud, 1);
  await cloud.cloudwatch.putMetricAlarm(alarm);
  await cloud.settled();
  assert.equal(await stateOf(cloud), 'ALARM');
});

test('a lone breaching datapoint, by the treatment of missing data', async (t) => {
  const modes: [mode: string, course: string[]][] = [
    ['missing', ['05:00:30 ALARM', '05:03:00 INSUFFICIENT_DATA']],
    ['notBreaching', ['05:00:00 OK', '05:00:30 ALARM', '05:03:00 OK']],
    ['breaching', ['05:00:00 ALARM']],
    ['ignore', ['05:00:30 ALARM']],
  ];
  for (const [TreatMissingData, course] of modes) {
    await t.test(TreatMissingData, async () => {
      await using cloud = await startTestCloud({ startMs });
      await cloud.cloudwatch.putMetricAlarm({ ...alarm, TreatMissingData });
      await cloud.advance('30s');
      await put(cloud, 1);
      await cloud.advance('1h');
      assert.deepEqual(await transitions(cloud), course);
    });
  }
});

test('M of N: two of three periods have to breach', async () => {
  await using cloud = await startTestCloud({ startMs });
  const mOfN = { EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' };
  await cloud.cloudwatch.putMetricAlarm({ ...alarm, ...mOfN });
  await put(cloud, 1);
  assert.equal(await stateOf(cloud), 'OK');
  await cloud.advance('2m');
  await put(cloud, 1);
  assert.equal(await stateOf(cloud), 'ALARM');
  const { MetricAlarms } = await cloud.cloudwatch.describeAlarms({});
  assert.equal(
    MetricAlarms?.[0]?.StateReason,
    'Threshold Crossed: 2 out of the last 3 datapoints [1.0 (14/09/26 05:02:00), ' +
      '1.0 (14/09/26 05:00:00)] were greater than or equal to the threshold (1.0) and 1 missing ' +
      'datapoint was treated as [NonBreaching] (minimum 2 datapoints for OK -> ALARM transition).',
  );
});

test('an isolated breach alarms when it is M periods old, without new data', async () => {
  await using cloud = await startTestCloud({ startMs });
  const mOfN = { EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'missing' };
  await cloud.cloudwatch.putMetricAlarm({ ...alarm, ...mOfN });
  await put(cloud, 1);
  assert.equal(await stateOf(cloud), 'INSUFFICIENT_DATA');
  await cloud.advance('10m');
  assert.deepEqual(await transitions(cloud), ['05:01:00 ALARM', '05:05:00 INSUFFICIENT_DATA']);
});

test('the average of matches never reaches a threshold of three', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm({
    ...alarm,
    Statistic: 'Average',
    Threshold: 3,
    TreatMissingData: 'notBreaching',
  });
  await put(cloud, 1, 1, 1, 1, 1);
  assert.equal(await stateOf(cloud), 'OK');
});

test('a datapoint of another unit is not seen', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm({ ...alarm, Unit: 'Count' });
  await put(cloud, 1);
  assert.equal(await stateOf(cloud), 'INSUFFICIENT_DATA');
});

test('a datapoint of the future counts when its time has come', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm(alarm);
  const Timestamp = new Date(startMs + 30 * 60_000);
  const MetricData = [{ MetricName: 'Errors', Value: 1, Timestamp }];
  await cloud.cloudwatch.putMetricData({ Namespace: 'App', MetricData });
  await cloud.advance('1h');
  assert.deepEqual(await transitions(cloud), ['05:30:00 ALARM', '05:33:00 INSUFFICIENT_DATA']);
});

test("at pace aws a datapoint counts at the alarm's phase, 10 s after its period", async () => {
  await using cloud = await startTestCloud({ startMs: startMs + 17_000, pace: 'aws' });
  await cloud.cloudwatch.putMetricAlarm({ ...alarm, TreatMissingData: 'notBreaching' });
  await cloud.advance('20s');
  await put(cloud, 1);
  await cloud.advance('1h');
  assert.deepEqual(await transitions(cloud), ['05:01:17 ALARM', '05:04:17 OK']);
});

test('an update keeps the state and takes effect at once', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm(alarm);
  await put(cloud, 2);
  await cloud.cloudwatch.putMetricAlarm({ ...alarm, AlarmDescription: 'again' });
  assert.equal(await stateOf(cloud), 'ALARM');
  await cloud.cloudwatch.putMetricAlarm({ ...alarm, Threshold: 5 });
  await cloud.settled();
  assert.deepEqual(await transitions(cloud), ['05:00:00 ALARM', '05:00:00 OK']);
});

test('an alarm on a quiet metric needs no evaluation', async () => {
  await using cloud = await startTestCloud({ startMs });
  await cloud.cloudwatch.putMetricAlarm(alarm);
  await put(cloud, 1);
  await cloud.advance('1h');
  const waiting = cloud.parts.jobs.counts();
  assert.equal(waiting['cloudwatch.evaluation'], undefined);
});

test('a restart keeps alarms and states, and evaluation goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-'));
  try {
    {
      await using cloud = await startTestCloud({ startMs, data: { folder } });
      await cloud.cloudwatch.putMetricAlarm({ ...alarm, TreatMissingData: 'notBreaching' });
      await put(cloud, 1);
      assert.equal(await stateOf(cloud), 'ALARM');
    }
    await using cloud = await startTestCloud({ startMs: startMs + 60_000, data: { folder } });
    assert.equal(await stateOf(cloud), 'ALARM');
    await cloud.advance('10m');
    assert.deepEqual(await transitions(cloud), ['05:00:00 OK', '05:00:00 ALARM', '05:03:00 OK']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
