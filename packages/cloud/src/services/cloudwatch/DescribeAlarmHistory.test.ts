import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DescribeAlarmHistoryInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud } from '@tocsin/testkit';

const startMs = Date.parse('2026-09-14T05:00:00Z');

test('DescribeAlarmHistory does', async (t) => {
  await using cloud = await startTestCloud({ startMs });
  const { cloudwatch } = cloud;
  for (const AlarmName of ['one', 'two']) {
    await cloudwatch.putMetricAlarm({
      AlarmName,
      Namespace: 'App',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    });
    await cloud.advance('1h');
  }
  await cloudwatch.setAlarmState({ AlarmName: 'one', StateValue: 'OK', StateReason: 'a drill' });
  await cloudwatch.deleteAlarms({ AlarmNames: ['one'] });

  const summaries = async (input: DescribeAlarmHistoryInput) =>
    (await cloudwatch.describeAlarmHistory(input)).AlarmHistoryItems?.map(
      ({ HistorySummary }) => HistorySummary,
    );
  const created = (name: string) => `Alarm "${name}" created`;
  const deleted = 'Alarm "one" deleted';
  const updated = 'Alarm updated from INSUFFICIENT_DATA to OK';
  const filters: [name: string, input: DescribeAlarmHistoryInput, found: string[]][] = [
    ['tell of all alarms, newest first', {}, [deleted, updated, created('two'), created('one')]],
    ['tell of one, deleted though it is', { AlarmName: 'one' }, [deleted, updated, created('one')]],
    [
      'tell the oldest first',
      { AlarmName: 'one', ScanBy: 'TimestampAscending' },
      [created('one'), updated, deleted],
    ],
    ['tell of one type', { HistoryItemType: 'StateUpdate' }, [updated]],
    ['tell of a time', { EndDate: new Date(startMs + 1) }, [created('one')]],
    [
      'tell from a time on',
      { StartDate: new Date(startMs + 1), HistoryItemType: 'ConfigurationUpdate' },
      [deleted, created('two')],
    ],
    ['tell nothing of composite alarms', { AlarmTypes: ['CompositeAlarm'] }, []],
  ];
  for (const [name, input, found] of filters) {
    await t.test(name, async () => assert.deepEqual(await summaries(input), found));
  }

  await t.test('tell page by page', async () => {
    const first = await cloudwatch.describeAlarmHistory({ MaxRecords: 3 });
    const second = await cloudwatch.describeAlarmHistory({
      MaxRecords: 3,
      NextToken: first.NextToken,
    });
    assert.deepEqual([first.AlarmHistoryItems?.length, second.AlarmHistoryItems?.length], [3, 1]);
    assert.equal(second.NextToken, undefined);
  });

  await t.test('refuse a token that is none', () =>
    assert.rejects(summaries({ NextToken: 'abc' }), { name: 'InvalidNextToken' }),
  );

  await t.test('forget after 30 days', async () => {
    await cloud.advance('31d');
    assert.deepEqual(await summaries({}), []);
  });
});
