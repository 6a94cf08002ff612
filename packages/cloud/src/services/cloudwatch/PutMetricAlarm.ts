import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { configurationUpdateHistory, INITIAL_REASON } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { checkActionArn } from './actionArn.ts';
import { alarmConfigOf } from './alarmRules.ts';
import { configuredAlarm } from './configuration.ts';
import { watchAlarm } from './evaluation.ts';
import { writeHistory } from './history.ts';
import { type Alarm, alarmArn, alarms } from './state.ts';
import { checkTags, tagConditions } from './tags.ts';

/**
 * Creates an alarm, or gives one a new configuration, which leaves its state and its tags. Alarms
 * on a metric with a static threshold are done; metric math, anomaly detection and queries are not.
 */
export const PutMetricAlarm = operation<PutMetricAlarmInput, object>({
  accepts: [
    'AlarmName',
    'AlarmDescription',
    'ActionsEnabled',
    'OKActions',
    'AlarmActions',
    'InsufficientDataActions',
    'MetricName',
    'Namespace',
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Period',
    'Unit',
    'EvaluationPeriods',
    'DatapointsToAlarm',
    'Threshold',
    'ComparisonOperator',
    'TreatMissingData',
    'EvaluateLowSampleCountPercentile',
    'Tags',
  ],
  action: ({ Tags }) =>
    Tags?.length
      ? ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource']
      : 'cloudwatch:PutMetricAlarm',
  resource: (input, context) => alarmArn(context, input.AlarmName ?? ''),
  conditionKeys: (input, context) => ({
    'cloudwatch:alarmactions': actionArns(input),
    ...tagConditions(context, input.AlarmName, input.Tags),
  }),
  run: (input, context) => {
    const table = context.table(alarms);
    const before = table.get(input.AlarmName!);
    const alarm = alarmOf(input, before, context);
    if (!before && table.size >= alarmsMax) {
      throw new AwsError(
        'LimitExceededFault',
        `The maximum number of alarms for the account was reached: ${alarmsMax}`,
      );
    }
    table.put(alarm);
    const change = before ? 'Update' : 'Create';
    writeHistory(
      context,
      alarm.name,
      configurationUpdateHistory(change, configuredAlarm(alarm, context)),
    );
    watchAlarm(context, alarm);
    return {};
  },
});

/** CloudWatch service quotas: per Region. */
const alarmsMax = 5_000;

function alarmOf(input: PutMetricAlarmInput, before: Alarm | undefined, context: Context): Alarm {
  const { nowMs } = context;
  const config = alarmConfigOf(input);
  for (const member of actionLists) {
    for (const arn of input[member] ?? []) checkActionArn(arn, member, context);
  }
  if (input.Tags) checkTags(input.Tags);
  return {
    name: input.AlarmName!,
    ...(input.AlarmDescription ? { description: input.AlarmDescription } : undefined),
    actionsEnabled: input.ActionsEnabled ?? true,
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
    config,
    createdMs: before?.createdMs ?? nowMs,
    configuredMs: nowMs,
    state: before?.state ?? { value: 'INSUFFICIENT_DATA', reason: INITIAL_REASON },
    stateMs: before?.stateMs ?? nowMs,
    tags: before?.tags ?? input.Tags ?? [],
  };
}

const actionLists = ['OKActions', 'AlarmActions', 'InsufficientDataActions'] as const;

function actionArns(input: PutMetricAlarmInput): string[] {
  return actionLists.flatMap((member) => input[member] ?? []);
}
