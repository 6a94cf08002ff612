import type { Sample } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { findMetric, type MetricIdentity } from './metrics.ts';
import { sampleRetentionMs } from './retention.ts';
import { readSamples } from './samples.ts';

/** What GetMetricStatistics and GetMetricData read: one metric in periods of one length. */
export interface SeriesQuery {
  readonly metric: MetricIdentity;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly periodSeconds: number;
  readonly unit?: string | undefined;
}

export interface SeriesBin {
  readonly startMs: number;
  readonly unit: string;
  readonly samples: readonly Sample[];
}

/** 1, 5, 10, 20, 30 or a multiple of 60 seconds. */
export function isPeriod(seconds: number): boolean {
  return shortPeriods.includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

const shortPeriods: readonly number[] = [1, 5, 10, 20, 30];

/** Neither a percentile nor any other of the extended statistics. */
export function isPlainStatistic(name: string): boolean {
  return plainStatistics.has(name);
}

const plainStatistics = new Set(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']);

/**
 * The periods that have samples, oldest first, each unit apart. Periods count from the start time,
 * which is rounded down as far as the age of the data asks for. Older data exist in coarse periods
 * alone: a query in a finer one finds none (GetMetricStatistics, API reference).
 */
export function readSeries(context: Context, query: SeriesQuery): SeriesBin[] {
  const { metric, endMs, periodSeconds, unit } = query;
  const metricId = findMetric(context, metric);
  const ageMs = context.nowMs - query.startMs;
  const step = resolutions.find(({ youngerThanMs }) => ageMs <= youngerThanMs);
  if (metricId === undefined || !step || periodSeconds % step.seconds !== 0) return [];

  const periodMs = periodSeconds * 1000;
  const roundMs = Math.max(step.seconds, Math.min(periodSeconds, 60)) * 1000;
  const startMs = Math.floor(query.startMs / roundMs) * roundMs;
  const untilMs = startMs + Math.ceil((endMs - startMs) / periodMs) * periodMs;
  const bins = new Map<string, SeriesBin & { samples: Sample[] }>();
  for (const stored of readSamples(context, metricId, { fromMs: startMs, untilMs, unit })) {
    const index = Math.floor((stored.timeMs - startMs) / periodMs);
    const key = `${index} ${stored.unit}`;
    let bin = bins.get(key);
    if (!bin) {
      bin = { startMs: startMs + index * periodMs, unit: stored.unit, samples: [] };
      bins.set(key, bin);
    }
    bin.samples.push(stored.sample);
  }
  return [...bins.values()];
}

const hourMs = 3_600_000;

/** How fine data of which age are (CloudWatch user guide, "Metrics retention"). */
const resolutions = [
  { youngerThanMs: 3 * hourMs, seconds: 1 },
  { youngerThanMs: 15 * 24 * hourMs, seconds: 60 },
  { youngerThanMs: 63 * 24 * hourMs, seconds: 300 },
  { youngerThanMs: sampleRetentionMs, seconds: 3600 },
] as const;
