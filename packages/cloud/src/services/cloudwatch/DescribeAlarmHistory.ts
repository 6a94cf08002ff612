import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { readHistory } from './history.ts';
import { numberAt, tokenAt } from './paging.ts';
import { historyRetentionMs } from './retention.ts';
import { alarmArns } from './state.ts';

/** Tells what happened to an alarm, or to all of them, in the last 30 days. */
export const DescribeAlarmHistory = operation<
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput
>({
  accepts: [
    'AlarmName',
    'AlarmTypes',
    'HistoryItemType',
    'StartDate',
    'EndDate',
    'MaxRecords',
    'NextToken',
    'ScanBy',
  ],
  resource: ({ AlarmName }, context) => alarmArns(context, AlarmName ? [AlarmName] : undefined),
  run: (input, context) => {
    const { AlarmTypes, StartDate, EndDate, MaxRecords = pageSize, NextToken } = input;
    const after = NextToken === undefined ? undefined : numberAt(NextToken);
    if (NextToken !== undefined && after === undefined) {
      throw new AwsError('InvalidNextToken', 'Invalid nextToken');
    }
    if (StartDate && EndDate && StartDate > EndDate) {
      throw new AwsError('ValidationError', 'StartDate must be before or equal to EndDate.');
    }
    if (AlarmTypes?.length && !AlarmTypes.includes('MetricAlarm')) return { AlarmHistoryItems: [] };
    const items = readHistory(context, {
      order: input.ScanBy === 'TimestampAscending' ? 'ascending' : 'descending',
      after,
      fromMs: Math.max(StartDate?.getTime() ?? 0, context.nowMs - historyRetentionMs),
      untilMs: EndDate?.getTime() ?? Number.MAX_SAFE_INTEGER,
      alarmName: input.AlarmName,
      type: input.HistoryItemType,
      limit: MaxRecords + 1,
    });
    const page = items.slice(0, MaxRecords);
    return {
      AlarmHistoryItems: page.map(({ seq, alarmName, timeMs, ...entry }) => ({
        AlarmName: alarmName,
        AlarmType: 'MetricAlarm',
        Timestamp: new Date(timeMs),
        ...entry,
      })),
      ...(page.length < items.length ? { NextToken: tokenAt(page.at(-1)!.seq) } : undefined),
    };
  },
});

/** DescribeAlarmHistory, API reference. */
const pageSize = 100;
