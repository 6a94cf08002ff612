import { datapointsToAlarm } from './decision.ts';
import { javaDouble, mailTimestamp } from './format.ts';
import { consoleHost, regionDisplayName } from './region.ts';
import type { AlarmConfig, NotifyingAlarm, StateChange } from './types.ts';

/**
 * The text that CloudWatch writes for e-mail subscribers of a metric alarm; SNS adds its footer.
 * Trailing spaces and the empty lines are AWS's.
 */
export function alarmEmail(alarm: NotifyingAlarm, change: StateChange): string {
  return [
    introduction(alarm, change),
    '',
    'View this alarm in the AWS Management Console:',
    consoleLink(alarm),
    '',
    'Alarm Details:',
    ...alarmDetails(alarm, change),
    '',
    'Threshold:',
    thresholdLine(alarm.config),
    '',
    ...monitoredMetric(alarm.config),
    '',
    'State Change Actions:',
    `- OK: ${bracketed(alarm.okActions)}`,
    `- ALARM: ${bracketed(alarm.alarmActions)}`,
    `- INSUFFICIENT_DATA: ${bracketed(alarm.insufficientDataActions)}`,
    '',
  ].join('\n');
}

const DETAIL_COLUMN = 30;
const METRIC_COLUMN = 39;

function introduction(alarm: NotifyingAlarm, change: StateChange): string {
  const who = `your Amazon CloudWatch Alarm "${alarm.name}"`;
  const where = `in the ${regionDisplayName(alarm.region)} region`;
  const what = `has entered the ${change.newState} state, because "${change.reason}"`;
  const when = `at "${mailTimestamp(change.timestampMs)}"`;
  return `You are receiving this email because ${who} ${where} ${what} ${when}.`;
}

function consoleLink(alarm: NotifyingAlarm): string {
  const page = `https://${consoleHost(alarm.region)}/cloudwatch/deeplink.js?region=${alarm.region}`;
  return `${page}#alarmsV2:alarm/${encodeURIComponent(alarm.name.toWellFormed())}`;
}

function alarmDetails(alarm: NotifyingAlarm, change: StateChange): readonly string[] {
  return [
    detail('Name', alarm.name),
    detail('Description', alarm.description ?? ''),
    detail('State Change', `${change.oldState} -> ${change.newState}`),
    detail('Reason for State Change', change.reason),
    detail('Timestamp', mailTimestamp(change.timestampMs)),
    detail('AWS Account', alarm.accountId),
    detail('Alarm Arn', alarm.arn),
  ];
}

function thresholdLine(config: AlarmConfig): string {
  const condition = `${config.comparisonOperator} ${javaDouble(config.threshold)}`;
  const [needed, periods] = [datapointsToAlarm(config), config.evaluationPeriods];
  const duration = `at least ${needed} of the last ${periods} period(s)`;
  const period = `${config.periodSeconds} seconds`;
  return `- The alarm is in the ALARM state when the metric is ${condition} for ${duration} of ${period}. `;
}

/**
 * Unlike the others, the last two lines lose their label when they are unset and stay empty; that
 * the second of them is the low-sample setting is inferred.
 */
function monitoredMetric(config: AlarmConfig): readonly string[] {
  const { treatMissingData, evaluateLowSampleCountPercentile } = config;
  return [
    'Monitored Metric:',
    metric('MetricNamespace', config.namespace),
    metric('MetricName', config.metricName),
    metric('Dimensions', bracketed(config.dimensions.map((of) => `${of.name} = ${of.value}`))),
    metric('Period', `${config.periodSeconds} seconds`),
    metric('Statistic', config.statistic ?? config.extendedStatistic ?? ''),
    metric('Unit', config.unit ?? 'not specified'),
    treatMissingData === undefined ? '' : metric('TreatMissingData', treatMissingData),
    evaluateLowSampleCountPercentile === undefined
      ? ''
      : metric('EvaluateLowSampleCountPercentile', evaluateLowSampleCountPercentile),
  ];
}

/** `[a] [b]`, or nothing. */
function bracketed(values: readonly string[]): string {
  return values.map((value) => `[${value}]`).join(' ');
}

function detail(label: string, value: string): string {
  return `- ${label}:`.padEnd(DETAIL_COLUMN) + value;
}

function metric(label: string, value: string): string {
  return `- ${label}:`.padEnd(METRIC_COLUMN) + value;
}
