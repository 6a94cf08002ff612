import { alarmEmail } from './email.ts';
import { javaDouble, jsonTimestamp } from './format.ts';
import { jsonArray, jsonObject, jsonString, nullableJsonString } from './jsonText.ts';
import { regionDisplayName } from './region.ts';
import type { AlarmConfig, NotifyingAlarm, StateChange } from './types.ts';

/** What CloudWatch publishes to an SNS topic, with MessageStructure `json`. */
export interface AlarmNotification {
  readonly subject: string;
  /** The JSON body for Lambda, SQS, HTTP(S) and email-json. */
  readonly default: string;
  readonly sms: string;
  readonly email: string;
  /** The three together, as they are published and as the alarm's history keeps them. */
  readonly message: string;
}

/** Renders the notification of a metric alarm's state change, byte for byte as AWS does. */
export function renderAlarmNotification(
  alarm: NotifyingAlarm,
  change: StateChange,
): AlarmNotification {
  const body = alarmBody(alarm, change);
  const sms = titleOf(alarm, change, SMS_NAME_LENGTH);
  const email = alarmEmail(alarm, change);
  return {
    subject: subjectOf(alarm, change),
    default: body,
    sms,
    email,
    message: jsonObject({
      default: jsonString(body),
      sms: jsonString(sms),
      email: jsonString(email),
    }),
  };
}

/** The longest subject SNS takes. */
const SUBJECT_LENGTH = 100;
/** The whole name in a text message; seen with the state ALARM in us-east-1. */
const SMS_NAME_LENGTH = 90;
const ELLIPSIS = '...';
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]+/g;

function subjectOf(alarm: NotifyingAlarm, change: StateChange): string {
  const framing = titleOf({ ...alarm, name: '' }, change, 0).length;
  return titleOf(alarm, change, SUBJECT_LENGTH - framing);
}

/** `ALARM: "name" in US East (N. Virginia)`, the name in ASCII and cut to `nameLength`. */
function titleOf(alarm: NotifyingAlarm, change: StateChange, nameLength: number): string {
  const name = alarm.name.replace(NOT_PRINTABLE_ASCII, '_');
  const fitting =
    name.length <= nameLength ? name : name.slice(0, nameLength - ELLIPSIS.length) + ELLIPSIS;
  return `${change.newState}: "${fitting}" in ${regionDisplayName(alarm.region)}`;
}

function alarmBody(alarm: NotifyingAlarm, change: StateChange): string {
  return jsonObject({
    AlarmName: jsonString(alarm.name),
    AlarmDescription: nullableJsonString(alarm.description),
    AWSAccountId: jsonString(alarm.accountId),
    AlarmConfigurationUpdatedTimestamp: jsonString(jsonTimestamp(alarm.configurationUpdatedMs)),
    NewStateValue: jsonString(change.newState),
    NewStateReason: jsonString(change.reason),
    StateChangeTime: jsonString(jsonTimestamp(change.timestampMs)),
    Region: jsonString(regionDisplayName(alarm.region)),
    AlarmArn: jsonString(alarm.arn),
    OldStateValue: jsonString(change.oldState),
    ActionExecutedAfterMuteWindow: 'false',
    OKActions: jsonArray(alarm.okActions.map(jsonString)),
    AlarmActions: jsonArray(alarm.alarmActions.map(jsonString)),
    InsufficientDataActions: jsonArray(alarm.insufficientDataActions.map(jsonString)),
    Trigger: metricTrigger(alarm.config),
  });
}

/** `SampleCount` is `SAMPLE_COUNT` here; TreatMissingData is empty, not absent, when unset. */
function metricTrigger(config: AlarmConfig): string {
  const { statistic } = config;
  const dimensions = config.dimensions.map(({ name, value }) =>
    jsonObject({ value: jsonString(value), name: jsonString(name) }),
  );
  return jsonObject({
    MetricName: jsonString(config.metricName),
    Namespace: jsonString(config.namespace),
    StatisticType: statistic === undefined ? '"ExtendedStatistic"' : '"Statistic"',
    Statistic: statistic && jsonString(screamingCase(statistic)),
    ExtendedStatistic: config.extendedStatistic && jsonString(config.extendedStatistic),
    Unit: nullableJsonString(config.unit),
    Dimensions: jsonArray(dimensions),
    Period: String(config.periodSeconds),
    EvaluationPeriods: String(config.evaluationPeriods),
    DatapointsToAlarm: config.datapointsToAlarm?.toString(),
    ComparisonOperator: jsonString(config.comparisonOperator),
    Threshold: javaDouble(config.threshold),
    TreatMissingData: jsonString(config.treatMissingData ?? ''),
    EvaluateLowSampleCountPercentile: jsonString(config.evaluateLowSampleCountPercentile ?? ''),
  });
}

function screamingCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
