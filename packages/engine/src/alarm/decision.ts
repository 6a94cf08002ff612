import { evaluationRange } from './schedule.ts';
import { percentileOf } from './statistic.ts';
import type {
  AlarmConfig,
  ComparisonOperator,
  Datapoint,
  MetricBin,
  MissingData,
  StateValue,
} from './types.ts';

/**
 * The state that an evaluation finds and the points it rests on; `keep` when the alarm's state
 * stays as it is, whatever it is.
 */
export type Decision = Verdict | 'keep';

export interface Verdict {
  readonly state: StateValue;
  /** The points of the decision that exist, at most N, newest first. */
  readonly real: readonly RealBin[];
  /** The missing periods that make up for the rest of N, newest first. */
  readonly fill: readonly MetricBin[];
}

export interface RealBin extends MetricBin {
  readonly datapoint: Datapoint;
}

/**
 * How CloudWatch decides (user guide, "Configuring how CloudWatch alarms treat missing data"):
 *
 * 1. With N real points in the range, the newest N alone decide, and missing data do not matter.
 * 2. Otherwise missing periods fill up to N. Filled as breaching or not, they are counted so.
 * 3. Without any real point, `missing` is INSUFFICIENT_DATA and `ignore` keeps the state.
 * 4. With some real points, `missing` and `ignore` count those. If all of them breach, though,
 *    fewer than N are too few to tell: the state is kept, until with `missing` the oldest of them
 *    is M periods old ("premature alarm state").
 *
 * `bins` are the newest R periods, oldest first, without gaps.
 */
export function decide(config: AlarmConfig, bins: readonly MetricBin[]): Decision {
  if (bins.length !== evaluationRange(config)) {
    throw new RangeError(
      `This alarm reads ${evaluationRange(config)} periods, not ${bins.length}.`,
    );
  }
  const needed = config.evaluationPeriods;
  const newestFirst = [...bins].reverse();
  const real = newestFirst.filter(isReal).slice(0, needed);
  if (hasTooFewSamples(config, real)) return 'keep';
  const missing = newestFirst.filter((bin) => bin.datapoint === undefined);
  const fill = missing.slice(0, needed - real.length);
  const state = findState(config, real, fill.length, ageOfOldest(newestFirst, real));
  return state === 'keep' ? 'keep' : { state, real, fill };
}

/** M: how many points must breach. */
export function datapointsToAlarm(config: AlarmConfig): number {
  return config.datapointsToAlarm ?? config.evaluationPeriods;
}

/** Unset means `missing`, except that alarms on DynamoDB's metrics keep their state. */
export function missingDataOf(config: AlarmConfig): MissingData {
  if (config.treatMissingData !== undefined) return config.treatMissingData;
  return config.namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing';
}

export function isBreaching(config: AlarmConfig, value: number): boolean {
  return COMPARE[config.comparisonOperator](value, config.threshold);
}

const COMPARE: Readonly<Record<ComparisonOperator, (a: number, b: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (a, b) => a >= b,
  GreaterThanThreshold: (a, b) => a > b,
  LessThanThreshold: (a, b) => a < b,
  LessThanOrEqualToThreshold: (a, b) => a <= b,
};

function findState(
  config: AlarmConfig,
  real: readonly RealBin[],
  fillCount: number,
  oldestAge: number,
): StateValue | 'keep' {
  const toAlarm = datapointsToAlarm(config);
  const breaching = real.filter((bin) => isBreaching(config, bin.datapoint.value)).length;
  const mode = missingDataOf(config);
  if (fillCount > 0) {
    if (mode === 'breaching') return breaching + fillCount >= toAlarm ? 'ALARM' : 'OK';
    if (mode !== 'notBreaching') {
      if (real.length === 0) return mode === 'missing' ? 'INSUFFICIENT_DATA' : 'keep';
      if (breaching === real.length) {
        return mode === 'missing' && oldestAge >= toAlarm ? 'ALARM' : 'keep';
      }
    }
  }
  return breaching >= toAlarm ? 'ALARM' : 'OK';
}

/** In periods; the newest period of the range has the age 1. */
function ageOfOldest(newestFirst: readonly MetricBin[], real: readonly RealBin[]): number {
  const oldest = real[real.length - 1];
  return oldest === undefined ? 0 : newestFirst.indexOf(oldest) + 1;
}

/** Above the rounding error of `100 − 99.9`, far below one sample. */
const SAMPLE_TOLERANCE = 1e-6;

/**
 * A percentile alarm may ignore periods with fewer than 10 / (1 − p) samples, or 10 / p below the
 * median (user guide, "Percentile-based alarms and low data samples"). That one such period among
 * several is enough to keep the state is inferred.
 */
function hasTooFewSamples(config: AlarmConfig, real: readonly RealBin[]): boolean {
  if (config.evaluateLowSampleCountPercentile !== 'ignore') return false;
  const percent = percentileOf(config.extendedStatistic ?? '');
  if (percent === undefined || percent === 0 || percent === 100) return false;
  const tail = percent >= 50 ? 100 - percent : percent;
  return real.some((bin) => bin.datapoint.sampleCount * tail < 1000 - SAMPLE_TOLERANCE);
}

function isReal(bin: MetricBin): bin is RealBin {
  return bin.datapoint !== undefined;
}
