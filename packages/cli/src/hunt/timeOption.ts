import { value } from '../options.ts';

/** A time, in milliseconds since the epoch: as ISO 8601, or as how long ago. */
export const timeOption = (help: string) =>
  value({
    placeholder: 'TIME',
    help,
    read: (text) => readTime(text, Date.now()),
    wants: 'a time (2026-11-20, 2026-11-20T10:00Z) or how long ago (30m, 12h, 7d)',
  });

/** Undefined for what is no time. A day begins at midnight UTC, which CloudTrail's times are in. */
export function readTime(text: string, nowMs: number): number | undefined {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (unit !== undefined) return nowMs - Number(count) * unitMs[unit as keyof typeof unitMs];
  const form = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
  const [whole, zone] = form.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const timeMs = Date.parse(zone === undefined && whole.includes('T') ? `${whole}Z` : whole);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
