import { nextCronMs } from '../../kernel/cron.ts';
import { parseRotationCron } from './cron.ts';
import { invalidParameter } from './problems.ts';
import type { RotationRules } from './state.ts';

/**
 * When the next rotation window after `fromMs` ends: `NextRotationDate`. A window opens when the
 * schedule says so, at a full hour UTC; it is as long as Duration says, otherwise it ends with the
 * day, or after an hour where the schedule counts hours.
 * Source: "Schedule expressions in Secrets Manager rotation".
 * @returns ms since the epoch, or undefined where the rules hold no schedule
 * @throws InvalidParameterException
 */
export function nextRotationMs(rules: RotationRules, fromMs: number): number | undefined {
  const { AutomaticallyAfterDays, ScheduleExpression, Duration } = rules;
  if (AutomaticallyAfterDays !== undefined && ScheduleExpression !== undefined) {
    throw invalidParameter(
      "You can't specify both AutomaticallyAfterDays and ScheduleExpression in RotationRules.",
    );
  }
  const hours = Duration === undefined ? undefined : durationHours(Duration);
  if (AutomaticallyAfterDays !== undefined) {
    return endOf(startOfDay(fromMs) + AutomaticallyAfterDays * dayMs, hours);
  }
  if (ScheduleExpression === undefined) return undefined;
  return nextScheduledMs(ScheduleExpression, hours, fromMs);
}

function nextScheduledMs(expression: string, hours: number | undefined, fromMs: number): number {
  const rate = /^rate\((\d+) (hours?|days?)\)$/.exec(expression);
  if (rate) {
    const count = Number(rate[1]);
    const isHours = rate[2]!.startsWith('hour');
    if (count < 1 || count > (isHours ? 999 : 1000) || (isHours && count < shortestRateHours)) {
      throw invalidSchedule(expression);
    }
    if (!isHours) return endOf(startOfDay(fromMs) + count * dayMs, hours);
    if (hours !== undefined && hours > count) {
      throw invalidParameter(
        `The Duration ${hours}h must not reach into the next rotation window of ${expression}.`,
      );
    }
    return endOf(fromMs - (fromMs % hourMs) + count * hourMs, hours ?? 1);
  }
  const cron = parseRotationCron(/^cron\((.*)\)$/.exec(expression)?.[1] ?? '');
  const opensMs = cron && nextCronMs(cron, fromMs);
  if (opensMs === undefined) throw invalidSchedule(expression);
  return endOf(opensMs, hours);
}

function durationHours(duration: string): number {
  const hours = Number(duration.slice(0, -1));
  if (hours >= 1 && hours <= 24) return hours;
  throw invalidParameter(`The Duration ${duration} must be between 1h and 24h.`);
}

function endOf(opensMs: number, hours: number | undefined): number {
  return hours === undefined ? startOfDay(opensMs) + dayMs - 1000 : opensMs + hours * hourMs;
}

const startOfDay = (timeMs: number) => timeMs - (timeMs % dayMs);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The shortest distance that AWS allows. */
const shortestRateHours = 4;

const invalidSchedule = (expression: string) =>
  invalidParameter(`The ScheduleExpression ${expression} is not valid.`);
