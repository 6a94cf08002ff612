/**
 * The cron expressions of AWS: minutes, hours, day of month, month, day of week, year; UTC. One
 * of the two day fields is `?`.
 * Source: "Cron expressions reference", EventBridge user guide.
 */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: (day: Date) => boolean;
}

/** @param text what stands between the parentheses; undefined for what is no cron expression */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) return undefined;
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = parseField(minute, { min: 0, max: 59 });
  const hours = parseField(hour, { min: 0, max: 23 });
  const months = parseField(month, { min: 1, max: 12, names: monthNames });
  const years = parseField(year, { min: 1970, max: 2199 });
  const isDay = dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  return { minutes: sorted(minutes), hours: sorted(hours), months, years, isDay };
}

/** The first time after `fromMs` that matches, or undefined if there is none in `searchDays`. */
export function nextCronMs(cron: Cron, fromMs: number): number | undefined {
  const firstDayMs = fromMs - (fromMs % dayMs);
  for (let index = 0; index < searchDays; index += 1) {
    const dayStartMs = firstDayMs + index * dayMs;
    const day = new Date(dayStartMs);
    const isDay =
      cron.years.has(day.getUTCFullYear()) &&
      cron.months.has(day.getUTCMonth() + 1) &&
      cron.isDay(day);
    const timeMs = isDay ? nextInDay(cron, dayStartMs, fromMs) : undefined;
    if (timeMs !== undefined) return timeMs;
  }
  return undefined;
}

function nextInDay({ hours, minutes }: Cron, dayStartMs: number, fromMs: number) {
  for (const hour of hours) {
    const hourMs = dayStartMs + hour * 60 * minuteMs;
    if (hourMs + 60 * minuteMs <= fromMs) continue;
    for (const minute of minutes) {
      const timeMs = hourMs + minute * minuteMs;
      if (timeMs > fromMs) return timeMs;
    }
  }
  return undefined;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Eight years and a bit: 29 February may be that far. */
const searchDays = 2_930;

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on. */
  readonly names?: readonly string[];
}

const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const dayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const weekdays: Bounds = { min: 1, max: 7, names: dayNames };

function sorted(values: ReadonlySet<number>): number[] {
  return [...values].sort((one, other) => one - other);
}

/** Lists of values, ranges and steps: `8-10,14`, `2/4`, `*`. */
function parseField(text: string, bounds: Bounds): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', step, more] = part.split('/');
    const range = parseRange(span, step !== undefined, bounds);
    const by = step === undefined ? 1 : Number(step);
    if (!range || more !== undefined || !Number.isInteger(by) || by < 1) return undefined;
    for (let value = range.from; value <= range.to; value += by) values.add(value);
  }
  return values;
}

function parseRange(span: string, isStepped: boolean, bounds: Bounds) {
  if (span === '*') return { from: bounds.min, to: bounds.max };
  const [first = '', last, more] = span.split('-');
  const from = readNumber(first, bounds);
  const to = last === undefined ? (isStepped ? bounds.max : from) : readNumber(last, bounds);
  if (more !== undefined || from === undefined || to === undefined || to < from) return undefined;
  return { from, to };
}

function readNumber(text: string, { min, max, names = [] }: Bounds): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** `L` is the last day of the month, `15W` the weekday nearest to the 15th. */
function parseDayOfMonth(text: string): Cron['isDay'] | undefined {
  if (text === 'L') return (day) => new Date(day.getTime() + dayMs).getUTCDate() === 1;
  const nearest = /^(\d{1,2})W$/.exec(text);
  if (nearest) {
    const wanted = readNumber(nearest[1]!, { min: 1, max: 31 });
    return wanted === undefined ? undefined : (day) => isNearestWeekday(day, wanted);
  }
  const days = parseField(text, { min: 1, max: 31 });
  return days && ((day) => days.has(day.getUTCDate()));
}

/** A Saturday gives way to the Friday before, a Sunday to the Monday after, within the month. */
function isNearestWeekday(day: Date, wanted: number): boolean {
  const month = day.getUTCMonth();
  const aim = new Date(Date.UTC(day.getUTCFullYear(), month, wanted));
  if (aim.getUTCMonth() !== month) return false;
  const weekday = aim.getUTCDay();
  const isLast = new Date(aim.getTime() + dayMs).getUTCMonth() !== month;
  let shift = 0;
  if (weekday === 6) shift = wanted === 1 ? 2 : -1;
  if (weekday === 0) shift = isLast ? -2 : 1;
  return day.getUTCDate() === wanted + shift;
}

/** `TUE#3` is the third Tuesday of the month, `5L` its last Thursday. */
function parseDayOfWeek(text: string): Cron['isDay'] | undefined {
  if (text === 'L') return (day) => day.getUTCDay() === 6;
  const special = /^(\w+?)(?:#([1-5])|L)$/.exec(text);
  if (special) {
    const weekday = readNumber(special[1]!, weekdays);
    const nth = special[2] && Number(special[2]);
    if (weekday === undefined) return undefined;
    return (day) =>
      day.getUTCDay() + 1 === weekday &&
      (nth
        ? Math.ceil(day.getUTCDate() / 7) === nth
        : new Date(day.getTime() + 7 * dayMs).getUTCMonth() !== day.getUTCMonth());
  }
  const days = parseField(text, weekdays);
  return days && ((day) => days.has(day.getUTCDay() + 1));
}
