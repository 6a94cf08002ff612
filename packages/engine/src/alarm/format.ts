/** How CloudWatch writes numbers and times: it is Java, and its texts show it. */

const MILLISECOND_DIGITS_END = 23;

/**
 * Writes a number as Java's `Double.toString`: always with a decimal point, and in scientific
 * notation below 10⁻³ and from 10⁷ on (`1.0`, `0.28`, `1.0E7`, `2.5E-4`).
 */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const magnitude = Math.abs(value);
  if (magnitude === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (magnitude >= 1e-3 && magnitude < 1e7) return withDecimalPoint(String(value));
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return `${withDecimalPoint(mantissa)}E${Number(exponent)}`;
}

/** `2026-09-14T05:44:17.553+0000`, the form of every timestamp inside a JSON text. */
export function jsonTimestamp(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, MILLISECOND_DIGITS_END)}+0000`;
}

/** `14/09/26 05:42:30`, the start of a period as a reason names it. */
export function reasonTimestamp(timeMs: number): string {
  const text = new Date(timeMs).toISOString();
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(2, 4)} ${text.slice(11, 19)}`;
}

/** `Wednesday 03 September, 2025 06:25:33 UTC`, as in an e-mail. The day has two digits. */
export function mailTimestamp(timeMs: number): string {
  const time = new Date(timeMs);
  const text = time.toISOString();
  const weekday = WEEKDAYS[time.getUTCDay()];
  const month = MONTHS[time.getUTCMonth()];
  return `${weekday} ${text.slice(8, 10)} ${month}, ${text.slice(0, 4)} ${text.slice(11, 19)} UTC`;
}

/** `1 datapoint`, `2 datapoints`, `0 datapoints`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function withDecimalPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
