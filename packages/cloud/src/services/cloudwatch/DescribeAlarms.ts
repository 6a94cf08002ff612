import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { metricAlarm } from './alarmOutput.ts';
import { nameAt, tokenAt } from './paging.ts';
import { type Alarm, alarmArns, alarms } from './state.ts';

/** Lists alarms by their names. There are metric alarms alone, so the other lists are empty. */
export const DescribeAlarms = operation<DescribeAlarmsInput, DescribeAlarmsOutput>({
  accepts: [
    'AlarmNames',
    'AlarmNamePrefix',
    'AlarmTypes',
    'StateValue',
    'ActionPrefix',
    'MaxRecords',
    'NextToken',
  ],
  resource: ({ AlarmNames }, context) => alarmArns(context, AlarmNames),
  run: (input, context) => {
    const { AlarmNames, AlarmNamePrefix, AlarmTypes, MaxRecords = pageSize, NextToken } = input;
    if (AlarmNames?.length && AlarmNamePrefix !== undefined) {
      throw new AwsError(
        'ValidationError',
        'AlarmNames and AlarmNamePrefix cannot be specified together.',
      );
    }
    const after = NextToken === undefined ? '' : nameAt(NextToken);
    if (after === undefined) throw new AwsError('InvalidNextToken', 'Invalid nextToken');
    const wanted = AlarmTypes?.length && !AlarmTypes.includes('MetricAlarm') ? none : passes(input);
    const found = [...context.table(alarms).values()]
      .filter((alarm) => alarm.name > after && wanted(alarm))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const page = found.slice(0, MaxRecords);
    return {
      CompositeAlarms: [],
      MetricAlarms: page.map((alarm) => metricAlarm(alarm, context)),
      LogAlarms: [],
      ...(page.length < found.length ? { NextToken: tokenAt(page.at(-1)!.name) } : undefined),
    };
  },
});

/** DescribeAlarms, API reference. */
const pageSize = 50;

const none = () => false;

function passes(input: DescribeAlarmsInput): (alarm: Alarm) => boolean {
  const { AlarmNamePrefix = '', StateValue, ActionPrefix } = input;
  const names = input.AlarmNames?.length ? new Set(input.AlarmNames) : undefined;
  return ({ name, state, alarmActions, okActions, insufficientDataActions }) =>
    (names === undefined || names.has(name)) &&
    name.startsWith(AlarmNamePrefix) &&
    (StateValue === undefined || state.value === StateValue) &&
    (ActionPrefix === undefined ||
      [alarmActions, okActions, insufficientDataActions].some((actions) =>
        actions.some((action) => action.startsWith(ActionPrefix)),
      ));
}
