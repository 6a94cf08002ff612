import { javaDouble, jsonTimestamp } from './format.ts';
import {
  jsonArray,
  jsonObject,
  jsonString,
  nullableJsonString,
  optionalJsonString,
} from './jsonText.ts';
import type { AlarmState, NotifyingAlarm, StateValue } from './types.ts';

/** The members of an AlarmHistoryItem that say what happened, named as in DescribeAlarmHistory. */
export interface HistoryEntry {
  readonly HistoryItemType: 'StateUpdate' | 'Action' | 'ConfigurationUpdate';
  readonly HistorySummary: string;
  readonly HistoryData: string;
}

/**
 * A state transition. Reason data go into the item as JSON, not as text, so both states' must be
 * valid JSON; what SetAlarmState brings is to be checked before.
 */
export function stateUpdateHistory(oldState: AlarmState, newState: AlarmState): HistoryEntry {
  return {
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${oldState.value} to ${newState.value}`,
    HistoryData: jsonObject({
      version: '"1.0"',
      oldState: stateJson(oldState),
      newState: stateJson(newState),
    }),
  };
}

/** How an action ended: what was published, or AWS's text of the error. */
export type ActionOutcome =
  | { readonly publishedMessage: string; readonly error?: undefined }
  | { readonly publishedMessage?: undefined; readonly error: string };

/** An attempted action; `stateUpdateMs` is the time of the transition that caused it. */
export function actionHistory(
  actionArn: string,
  stateUpdateMs: number,
  outcome: ActionOutcome,
): HistoryEntry {
  const failed = outcome.error !== undefined;
  return {
    HistoryItemType: 'Action',
    HistorySummary: `${failed ? 'Failed to execute' : 'Successfully executed'} action ${actionArn}`,
    HistoryData: jsonObject({
      actionState: failed ? '"Failed"' : '"Succeeded"',
      stateUpdateTimestamp: String(stateUpdateMs),
      notificationResource: jsonString(actionArn),
      publishedMessage: nullableJsonString(outcome.publishedMessage),
      error: nullableJsonString(outcome.error),
      muteWindowEndTimestamp: 'null',
    }),
  };
}

/** The error of an action whose topic policy does not let CloudWatch publish. */
export function publishDeniedError(topicArn: string): string {
  return `CloudWatch Alarms is not authorized to perform: SNS:Publish on resource:${topicArn}`;
}

/** The error of an action whose topic is encrypted with a key that CloudWatch may not use. */
export const ENCRYPTED_TOPIC_ERROR =
  'Received error: "CloudWatch Alarms does not have authorization to access the SNS topic encryption key."';

export interface ConfiguredAlarm extends NotifyingAlarm {
  readonly actionsEnabled: boolean;
  readonly stateValue: StateValue;
  readonly stateUpdatedMs: number;
}

/**
 * A created, updated or deleted alarm, described as it is after the change. Create is as AWS writes
 * it; the other two follow its pattern, which is inferred.
 */
export function configurationUpdateHistory(
  change: 'Create' | 'Update' | 'Delete',
  alarm: ConfiguredAlarm,
): HistoryEntry {
  const verb = CHANGE_VERBS[change];
  return {
    HistoryItemType: 'ConfigurationUpdate',
    HistorySummary: `Alarm "${alarm.name}" ${verb}`,
    HistoryData: jsonObject({
      version: '"1.0"',
      type: jsonString(change),
      [`${verb}Alarm`]: configuredAlarmJson(alarm),
    }),
  };
}

const CHANGE_VERBS = { Create: 'created', Update: 'updated', Delete: 'deleted' } as const;

function stateJson(state: AlarmState): string {
  return jsonObject({
    stateValue: jsonString(state.value),
    stateReason: jsonString(state.reason),
    stateReasonData: state.reasonData,
  });
}

function configuredAlarmJson(alarm: ConfiguredAlarm): string {
  const { config } = alarm;
  const dimensions = config.dimensions.map(({ name, value }) =>
    jsonObject({ value: jsonString(value), name: jsonString(name) }),
  );
  return jsonObject({
    alarmName: jsonString(alarm.name),
    alarmDescription: optionalJsonString(alarm.description),
    alarmArn: jsonString(alarm.arn),
    alarmConfigurationUpdatedTimestamp: jsonString(jsonTimestamp(alarm.configurationUpdatedMs)),
    namespace: jsonString(config.namespace),
    metricName: jsonString(config.metricName),
    statistic: optionalJsonString(config.statistic),
    extendedStatistic: optionalJsonString(config.extendedStatistic),
    unit: optionalJsonString(config.unit),
    period: String(config.periodSeconds),
    dimensions: jsonArray(dimensions),
    threshold: javaDouble(config.threshold),
    comparisonOperator: jsonString(config.comparisonOperator),
    evaluationPeriods: String(config.evaluationPeriods),
    datapointsToAlarm: config.datapointsToAlarm?.toString(),
    treatMissingData: optionalJsonString(config.treatMissingData),
    evaluateLowSampleCountPercentile: optionalJsonString(config.evaluateLowSampleCountPercentile),
    stateValue: jsonString(alarm.stateValue),
    stateUpdatedTimestamp: jsonString(jsonTimestamp(alarm.stateUpdatedMs)),
    actionsEnabled: String(alarm.actionsEnabled),
    alarmActions: jsonArray(alarm.alarmActions.map(jsonString)),
    insufficientDataActions: jsonArray(alarm.insufficientDataActions.map(jsonString)),
    okactions: jsonArray(alarm.okActions.map(jsonString)),
  });
}
