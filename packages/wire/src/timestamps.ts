import { Malformed } from './message.ts';
import type { TimestampFormat } from './shape.ts';

/**
 * A point in time as text, in one of the three formats of Smithy.
 * AWS's query APIs leave `.000` out, S3 and EC2 write it: `milliseconds` keeps it.
 */
export function writeTimestamp(date: Date, format: TimestampFormat, milliseconds = false): string {
  if (format === 'http-date') return date.toUTCString();
  if (format === 'epoch-seconds') return String(date.getTime() / 1000);
  const text = date.toISOString();
  return milliseconds ? text : text.replace('.000Z', 'Z');
}

/** @throws Malformed when the text is not in that format. */
export function readTimestamp(text: string, format: TimestampFormat): Date {
  if (!PATTERNS[format].test(text)) throw new Malformed(`${text} is not a valid timestamp`);
  return validDate(format === 'epoch-seconds' ? epochMs(Number(text)) : Date.parse(text), text);
}

/** @throws Malformed when the number is beyond what a date can hold. */
export function epochDate(seconds: number): Date {
  return validDate(epochMs(seconds), String(seconds));
}

/** Seconds are floats on the wire: 1.1 s would otherwise be 1100.0000000000002 ms. */
function epochMs(seconds: number): number {
  return Math.round(seconds * 1000);
}

function validDate(timeMs: number, source: string): Date {
  const date = new Date(timeMs);
  if (Number.isNaN(date.getTime())) throw new Malformed(`${source} is not a valid timestamp`);
  return date;
}

const PATTERNS: Readonly<Record<TimestampFormat, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
  'http-date': /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  'epoch-seconds': /^-?\d+(?:\.\d+)?$/,
};
