import type { AlarmConfig } from './types.ts';

/**
 * When an alarm is evaluated and which periods it looks at.
 *
 * Facts of AWS: an alarm with a period of 60 s or more is evaluated every minute over a window that
 * slides by the minute and is not aligned to the period; one with a period of 10, 20 or 30 s every
 * 10 s, over periods aligned to the clock. Each alarm has a phase of its own inside that interval.
 * (CloudWatch user guide, "Using Amazon CloudWatch alarms".)
 */
export type Pace = 'aws' | 'instant';

export interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

type Timing = Pick<AlarmConfig, 'periodSeconds' | 'evaluationPeriods'>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;
const HIGH_RESOLUTION_INTERVAL_MS = 10_000;

/**
 * At AWS's pace a period counts only from 10 s after its end. Observed on high-resolution alarms;
 * that minute-based alarms wait as long is inferred, and fits every observed evaluation.
 */
const CUT_OFF_MS = 10_000;

/** No alarm has more periods: 7 days of hours, or a day of 10 s. */
export const MAX_EVALUATION_PERIODS = DAY_SECONDS / 10;

const EXTRA_BINS = 2;
const EXTRA_SECONDS = 60;

/**
 * R: how many of the newest periods are read, so that late or missing data can be bridged.
 *
 * AWS says only that it is more than N and depends on period and resolution. This rule is inferred
 * from three observations: N 3 at 300 s reads 5 (user guide), N 1 at 900 s reads 3, N 3 at 10 s
 * reads 9.
 *
 * @throws RangeError above `MAX_EVALUATION_PERIODS`.
 */
export function evaluationRange(config: Timing): number {
  if (config.evaluationPeriods > MAX_EVALUATION_PERIODS) {
    throw new RangeError(`An alarm has at most ${MAX_EVALUATION_PERIODS} evaluation periods.`);
  }
  const extra = Math.ceil(EXTRA_SECONDS / config.periodSeconds);
  return config.evaluationPeriods + Math.max(EXTRA_BINS, extra);
}

/** How often the alarm is evaluated; an alarm over more than a day is evaluated hourly. */
export function evaluationIntervalMs(config: Timing): number {
  if (config.periodSeconds < 60) return HIGH_RESOLUTION_INTERVAL_MS;
  const windowSeconds = config.periodSeconds * config.evaluationPeriods;
  return windowSeconds > DAY_SECONDS ? HOUR_MS : MINUTE_MS;
}

/**
 * The next scheduled evaluation strictly after `nowMs`. `phaseMs` is the alarm's own offset, any
 * number of milliseconds from 0; what exceeds the interval wraps around.
 */
export function nextEvaluation(config: Timing, nowMs: number, phaseMs: number): number {
  const intervalMs = evaluationIntervalMs(config);
  const offsetMs = phaseMs % intervalMs;
  return (Math.floor((nowMs - offsetMs) / intervalMs) + 1) * intervalMs + offsetMs;
}

/**
 * The R periods that an evaluation at `nowMs` reads, oldest first, without gaps.
 *
 * At pace `instant` an alarm is also evaluated whenever a datapoint arrives, and the newest period
 * is the one still open, so that the datapoint counts at once. That is our own decision: AWS never
 * looks at an unfinished period.
 */
export function binsFor(config: Timing, nowMs: number, pace: Pace): readonly Period[] {
  const periodMs = config.periodSeconds * 1000;
  const stepMs = Math.min(periodMs, MINUTE_MS);
  const endMs =
    pace === 'aws'
      ? Math.floor((nowMs - CUT_OFF_MS) / stepMs) * stepMs
      : (Math.floor(nowMs / stepMs) + 1) * stepMs;
  const count = evaluationRange(config);
  const periods: Period[] = [];
  for (let age = count; age > 0; age--) {
    const startMs = endMs - age * periodMs;
    periods.push({ startMs, endMs: startMs + periodMs });
  }
  return periods;
}
