/**
 * The cron expressions of Secrets Manager: `0 <hours> <day of month> <month> <day of week> *`.
 * Rotations begin at full hours, so minutes are 0 and the year is always `*`. One of the two day
 * fields is `?`. Source: "Schedule expressions in Secrets Manager rotation".
 */
export interface Cron {
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly isDay: (day: Date) => boolean;
}

export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute, hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year] = fields;
  if (fields.length !== 6 || minute !== '0' || year !== '*') return undefined;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const hours = parseField(hour, { min: 0, max: 23 });
  const months = parseField(month, { min: 1, max: 12, names: monthNames });
  const isDay = dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek);
  return hours && months && isDay ? { hours, months, isDay } : undefined;
}

/** The first time after `fromMs` that matches, or undefined if there is none in `searchDays`. */
export function nextCronDayHour(
  { hours, months, isDay }: Cron,
  fromMs: number,
): number | undefined {
  const firstDayMs = fromMs - (fromMs % dayMs);
  for (let index = 0; index < searchDays; index += 1) {
    const dayStartMs = firstDayMs + index * dayMs;
    const day = new Date(dayStartMs);
    if (!months.has(day.getUTCMonth() + 1) || !isDay(day)) continue;
    for (const hour of [...hours].sort((one, other) => one - other)) {
      const timeMs = dayStartMs + hour * hourMs;
      if (timeMs > fromMs) return timeMs;
    }
  }
  return undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
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

/** `L` is the last day of the month. */
function parseDayOfMonth(text: string): Cron['isDay'] | undefined {
  if (text === 'L') return (day) => new Date(day.getTime() + dayMs).getUTCDate() === 1;
  const days = parseField(text, { min: 1, max: 31 });
  return days && ((day) => days.has(day.getUTCDate()));
}

/** `TUE#3` is the third Tuesday of the month, `5L` its last Thursday. */
function parseDayOfWeek(text: string): Cron['isDay'] | undefined {
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
