import type { TimePart } from './rule.ts';

const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/;
const DAY_MS = 86_400_000;

/** A part of a time in ISO 8601, as written there. Undefined where the text does not tell it. */
export function timePartOf(text: string, part: TimePart): number | undefined {
  const found = ISO_TIME.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute] = found;
  if (part === 'week') return isoWeek(Number(year), Number(month), Number(day));
  const written = { year, month, day, hour, minute }[part];
  return written === undefined ? undefined : Number(written);
}

/** The week of ISO 8601, 1 to 53: that of the Thursday in the same week, from Monday on. */
function isoWeek(year: number, month: number, day: number): number {
  const days = Date.UTC(year, month - 1, day) / DAY_MS;
  const monday = days - ((((days + 3) % 7) + 7) % 7);
  const thursday = monday + 3;
  const yearOfWeek = new Date(thursday * DAY_MS).getUTCFullYear();
  return Math.floor((thursday - Date.UTC(yearOfWeek, 0, 1) / DAY_MS) / 7) + 1;
}
