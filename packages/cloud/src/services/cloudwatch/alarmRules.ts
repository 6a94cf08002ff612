import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import {
  type AlarmConfig,
  type ComparisonOperator,
  type MissingData,
  parseStatistic,
} from '@tocsin/engine/alarm';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { metricOf } from './metrics.ts';
import { isPlainStatistic } from './series.ts';

/** What the alarm watches and how it judges; throws where PutMetricAlarm refuses. */
export function alarmConfigOf(input: PutMetricAlarmInput): AlarmConfig {
  checkName(input.AlarmName!);
  checkPresence(input);
  checkComparison(input);
  checkStatistic(input);
  checkPeriods(input);
  checkMissingData(input);
  const metric = metricOf(input);
  return {
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: metric.dimensions,
    periodSeconds: input.Period!,
    evaluationPeriods: input.EvaluationPeriods!,
    datapointsToAlarm: input.DatapointsToAlarm,
    threshold: input.Threshold!,
    comparisonOperator: input.ComparisonOperator as ComparisonOperator,
    statistic: input.Statistic,
    extendedStatistic: input.ExtendedStatistic,
    unit: input.Unit,
    treatMissingData: input.TreatMissingData as MissingData | undefined,
    evaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile as
      | 'evaluate'
      | 'ignore'
      | undefined,
  };
}

const secondsOfDay = 86_400;
const secondsOfWeek = 7 * secondsOfDay;
const missingDataModes: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

function checkName(name: string) {
  if (!/[\x00-\x1f\x7f]/.test(name)) return;
  throw invalid('AlarmName must not contain ASCII Control characters');
}

/** All these are optional in the API's model, where an alarm may have queries in their place. */
function checkPresence(input: PutMetricAlarmInput) {
  const { Statistic, ExtendedStatistic, Threshold } = input;
  if (input.MetricName === undefined) throw lacking('a MetricName parameter');
  if (input.Namespace === undefined) throw lacking('a Namespace parameter');
  if (input.Period === undefined) throw lacking('a Period parameter');
  if (input.EvaluationPeriods === undefined) throw lacking('an EvaluationPeriods parameter');
  if (Threshold === undefined || !Number.isFinite(Threshold)) {
    throw lacking('valid Threshold parameter');
  }
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw lacking('a Statistic parameter');
  }
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw invalid(
      'PutMetricAlarm request can not be made with both Statistic and ExtendedStatistic ' +
        'parameters. Only one of them should be present',
    );
  }
}

/** The model has three more operators, for bands of anomaly detection. */
function checkComparison({ ComparisonOperator }: PutMetricAlarmInput) {
  if (ComparisonOperator === undefined) throw lacking('a valid ComparisonOperator parameter');
  if (ComparisonOperator.endsWith('Threshold') && !/Lower|Upper/.test(ComparisonOperator)) return;
  throw notImplemented(`PutMetricAlarm: ComparisonOperator ${ComparisonOperator}`);
}

function checkStatistic(input: PutMetricAlarmInput) {
  const { ExtendedStatistic: extended, EvaluateLowSampleCountPercentile: lowSamples } = input;
  if (extended !== undefined && (isPlainStatistic(extended) || !parseStatistic(extended))) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The value ${extended} for parameter ExtendedStatistic is not supported.`,
    );
  }
  if (lowSamples === undefined) return;
  if (lowSamples !== 'evaluate' && lowSamples !== 'ignore') {
    throw invalid(
      `Option ${lowSamples} is not supported. Supported options for parameter ` +
        'EvaluateLowSampleCountPercentile are evaluate and ignore.',
    );
  }
  if (extended?.startsWith('p')) return;
  throw invalid(
    'Option evaluateLowSampleCountPercentile can not be applied with statistic ' +
      `${input.Statistic ?? extended}. This option is enabled only for percentile statistics.`,
  );
}

function checkPeriods({ Period, EvaluationPeriods, DatapointsToAlarm }: PutMetricAlarmInput) {
  const period = Period!;
  if (period !== 10 && period !== 20 && period !== 30 && period % 60 !== 0) {
    throw invalid('Period must be 10, 20, 30 or a multiple of 60');
  }
  const spanSeconds = period * EvaluationPeriods!;
  if (period < 3600 && spanSeconds > secondsOfDay) {
    throw invalid(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be ' +
        `<= ${secondsOfDay}) for alarms using period < 3600`,
    );
  }
  if (spanSeconds > secondsOfWeek) {
    throw invalid(
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be ' +
        `<= ${secondsOfWeek}) for alarms using period >= 3600`,
    );
  }
  if (DatapointsToAlarm !== undefined && DatapointsToAlarm > EvaluationPeriods!) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
}

function checkMissingData({ TreatMissingData }: PutMetricAlarmInput) {
  if (TreatMissingData === undefined || missingDataModes.includes(TreatMissingData)) return;
  throw invalid(
    `The value ${TreatMissingData} is not supported for TreatMissingData parameter. ` +
      `Supported values are [${missingDataModes.join(', ')}].`,
  );
}

function lacking(what: string): AwsError {
  return invalid(`PutMetricAlarm request should have ${what}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
