import { percentileAt, sumBetween } from './distribution.ts';
import type { Datapoint } from './types.ts';

/** A value published `count` times, as by `Value`, or `Values` and `Counts` of PutMetricData. */
export interface CountedValue {
  readonly value: number;
  readonly count: number;
}

/** An aggregate published as `StatisticValues` of PutMetricData. */
export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

export type Sample = CountedValue | StatisticSet;

/** A statistic over one period's samples; `undefined` where CloudWatch has no value for it. */
export type Statistic = (samples: readonly Sample[]) => number | undefined;

/**
 * Reads the name of a statistic: the five plain ones, `p90`, `tm90`, `wm90`, `tc90`, `ts90`, `IQM`,
 * `TM(10%:90%)`, `TM(150:1000)`, the same for `WM`, `TC` and `TS`, `PR(100:2000)`; either bound of
 * a pair may be left open. Returns `undefined` for anything else.
 *
 * Source: CloudWatch user guide, "CloudWatch statistics definitions".
 */
export function parseStatistic(name: string): Statistic | undefined {
  return PLAIN.get(name) ?? parsePercentile(name) ?? parseRange(name);
}

/**
 * The statistic of one period's samples, or `undefined` where it has no value.
 *
 * @throws RangeError when `name` is not a statistic; `parseStatistic` tells beforehand.
 */
export function statisticOf(name: string, samples: readonly Sample[]): number | undefined {
  const statistic = parseStatistic(name);
  if (statistic === undefined) throw new RangeError(`${name} is not a CloudWatch statistic.`);
  return statistic(samples);
}

/** One period's datapoint as an alarm sees it; `undefined` when the period is missing. */
export function datapointOf(
  statistic: Statistic,
  samples: readonly Sample[],
): Datapoint | undefined {
  const value = statistic(samples);
  return value === undefined ? undefined : { sampleCount: sampleCount(samples), value };
}

/** The number of a percentile statistic (`p99.9` → 99.9), or `undefined` for any other. */
export function percentileOf(name: string): number | undefined {
  const match = PERCENTILE.exec(name);
  return match === null ? undefined : percentage(match[1]!);
}

const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,10})?)$/;
const SHORT_RANGE = /^(tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/;
const PERCENT_RANGE =
  /^(TM|WM|TC|TS)\((?:(\d{1,3}(?:\.\d{1,10})?)%)?:(?:(\d{1,3}(?:\.\d{1,10})?)%)?\)$/;
const VALUE_RANGE =
  /^(TM|WM|TC|TS|PR)\((-?\d{1,18}(?:\.\d{1,10})?)?:(-?\d{1,18}(?:\.\d{1,10})?)?\)$/;

const PLAIN: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
  ['SampleCount', (samples) => (samples.length === 0 ? undefined : sampleCount(samples))],
  ['Sum', (samples) => (samples.length === 0 ? undefined : sum(samples))],
  ['Average', average],
  ['Minimum', (samples) => extreme(samples, Math.min)],
  ['Maximum', (samples) => extreme(samples, Math.max)],
]);

function sampleCount(samples: readonly Sample[]): number {
  let count = 0;
  for (const sample of samples) count += 'value' in sample ? sample.count : sample.sampleCount;
  return count;
}

function sum(samples: readonly Sample[]): number {
  let total = 0;
  for (const sample of samples) {
    total += 'value' in sample ? sample.value * sample.count : sample.sum;
  }
  return total;
}

function average(samples: readonly Sample[]): number | undefined {
  const count = sampleCount(samples);
  return count === 0 ? undefined : sum(samples) / count;
}

function extreme(
  samples: readonly Sample[],
  pick: (a: number, b: number) => number,
): number | undefined {
  let found: number | undefined;
  for (const sample of samples) {
    const value = 'value' in sample ? sample.value : pick(sample.minimum, sample.maximum);
    found = found === undefined ? value : pick(found, value);
  }
  return found;
}

function parsePercentile(name: string): Statistic | undefined {
  const percent = percentileOf(name);
  if (percent === undefined) return undefined;
  return overDistribution((values, count) => percentileAt(values, (count * percent) / 100));
}

type Kind = 'TM' | 'WM' | 'TC' | 'TS' | 'PR';

function parseRange(name: string): Statistic | undefined {
  if (name === 'IQM') return byPercent('TM', 25, 75);
  const short = SHORT_RANGE.exec(name);
  if (short !== null) return byPercent(short[1]!.toUpperCase() as Kind, 0, percentage(short[2]!));
  const percents = PERCENT_RANGE.exec(name);
  if (percents !== null && (percents[2] ?? percents[3]) !== undefined) {
    const [low, high] = [percentage(percents[2] ?? '0'), percentage(percents[3] ?? '100')];
    return byPercent(percents[1] as Kind, low, high);
  }
  const values = VALUE_RANGE.exec(name);
  if (values === null || (values[2] ?? values[3]) === undefined) return undefined;
  const low = values[2] === undefined ? Number.NEGATIVE_INFINITY : Number(values[2]);
  const high = values[3] === undefined ? Number.POSITIVE_INFINITY : Number(values[3]);
  return low < high ? byValue(values[1] as Kind, low, high) : undefined;
}

function percentage(digits: string): number | undefined {
  const percent = Number(digits);
  return percent <= 100 ? percent : undefined;
}

/** Trims by rank: a value on the boundary counts with the part of its weight that is inside. */
function byPercent(
  kind: Kind,
  low: number | undefined,
  high: number | undefined,
): Statistic | undefined {
  if (low === undefined || high === undefined || low >= high) return undefined;
  return overDistribution((values, count) => {
    const [from, to] = [(count * low) / 100, (count * high) / 100];
    if (kind === 'TC') return to - from;
    const inside = sumBetween(values, from, to);
    if (kind === 'TS') return inside;
    if (kind === 'TM') return inside / (to - from);
    const below = from * percentileAt(values, from);
    const above = (count - to) * percentileAt(values, to);
    return (below + inside + above) / count;
  });
}

/** Trims by value: the lower bound is outside the range, the upper bound inside. */
function byValue(kind: Kind, low: number, high: number): Statistic {
  return overDistribution((values, count) => {
    if (kind === 'WM') {
      const clamp = ({ value, count: times }: CountedValue) =>
        Math.min(Math.max(value, low), high) * times;
      return values.reduce((total, sample) => total + clamp(sample), 0) / count;
    }
    const inside = values.filter(({ value }) => value > low && value <= high);
    const insideCount = sampleCount(inside);
    if (kind === 'TC') return insideCount;
    if (kind === 'TS') return sum(inside);
    if (kind === 'PR') return (100 * insideCount) / count;
    return average(inside);
  });
}

/**
 * Extended statistics need the single values. A statistic set gives them only when it stands for
 * one value or for equal ones, and no extended statistic exists beside negative values
 * (PutMetricData and GetMetricStatistics API reference; that the rule for percentiles holds for
 * the trimmed ones is inferred).
 */
function overDistribution(
  compute: (values: readonly CountedValue[], count: number) => number | undefined,
): Statistic {
  return (samples) => {
    const values: CountedValue[] = [];
    for (const sample of samples) {
      if ('value' in sample) values.push(sample);
      else if (sample.minimum === sample.maximum) {
        values.push({ value: sample.minimum, count: sample.sampleCount });
      } else return undefined;
    }
    const count = sampleCount(values);
    if (count === 0 || values.some(({ value }) => value < 0)) return undefined;
    return compute(
      values.sort((a, b) => a.value - b.value),
      count,
    );
  };
}
