import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Context } from '../../kernel/context.ts';
import { awsDimensions } from './metrics.ts';
import { type Alarm, alarmArn } from './state.ts';

/** The alarm as DescribeAlarms shows it. What was not set is not there. */
export function metricAlarm(alarm: Alarm, context: Context): MetricAlarm {
  const { name, config, state } = alarm;
  return {
    AlarmName: name,
    AlarmArn: alarmArn(context, name),
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredMs),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [...alarm.insufficientDataActions],
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(alarm.stateMs),
    MetricName: config.metricName,
    Namespace: config.namespace,
    Statistic: config.statistic as NonNullable<MetricAlarm['Statistic']> | undefined,
    ExtendedStatistic: config.extendedStatistic,
    Dimensions: awsDimensions(config.dimensions),
    Period: config.periodSeconds,
    Unit: config.unit as NonNullable<MetricAlarm['Unit']> | undefined,
    EvaluationPeriods: config.evaluationPeriods,
    DatapointsToAlarm: config.datapointsToAlarm,
    Threshold: config.threshold,
    ComparisonOperator: config.comparisonOperator,
    TreatMissingData: config.treatMissingData,
    EvaluateLowSampleCountPercentile: config.evaluateLowSampleCountPercentile,
    StateTransitionedTimestamp: new Date(alarm.stateMs),
  };
}
