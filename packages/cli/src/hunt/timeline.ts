import type { Finding } from '@tocsin/detect';
import type { Paint } from '../terminal.ts';

/** When findings came: a bar for each stretch of time, the worst level in its colour. */
export function timeline(findings: readonly Finding[], columns: number, paint: Paint): string[] {
  const times = findings.map(({ time }) => Date.parse(time)).filter((ms) => !Number.isNaN(ms));
  if (times.length === 0) return [];
  const fromMs = times.reduce((a, b) => Math.min(a, b));
  const toMs = times.reduce((a, b) => Math.max(a, b));
  const width = Math.max(10, Math.min(columns - margin, widest));
  const stepMs =
    steps.find((ms) => (toMs - fromMs) / ms < width) ?? Math.ceil((toMs - fromMs) / width);
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const count = Math.floor((toMs - firstMs) / stepMs) + 1;
  const bars = Array.from({ length: count }, () => ({ count: 0, grave: false }));
  for (const { time, level } of findings) {
    const bar = bars[Math.floor((Date.parse(time) - firstMs) / stepMs)];
    if (bar === undefined) continue;
    bar.count += 1;
    bar.grave ||= level === 'high' || level === 'critical';
  }
  const most = Math.max(...bars.map((bar) => bar.count));
  const picture = bars
    .map((bar) => (bar.grave ? paint.bad : paint.accent)(blockOf(bar.count, most)))
    .join('');
  const label = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const end = label(toMs);
  const start = label(firstMs);
  const gap = Math.max(1, count - start.length - end.length);
  return [
    `${picture}  ${paint.dim(`at most ${most} in ${durationOf(stepMs)}`)}`,
    paint.dim(
      count > start.length + end.length ? `${start}${' '.repeat(gap)}${end}` : `${start} – ${end}`,
    ),
  ];
}

const margin = 30;
const widest = 100;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const steps = [1, 5, 15]
  .map((n) => n * minuteMs)
  .concat(
    [1, 3, 6, 12].map((n) => n * hourMs),
    [1, 7, 30].map((n) => n * dayMs),
  );

const blocks = '▁▂▃▄▅▆▇█';

/** By the logarithm: one finding is seen beside a thousand. */
function blockOf(count: number, most: number): string {
  if (count === 0) return ' ';
  const height = most === 1 ? 1 : Math.log1p(count) / Math.log1p(most);
  return blocks[Math.min(blocks.length - 1, Math.floor(height * blocks.length))]!;
}

function durationOf(ms: number): string {
  if (ms >= dayMs) return `${Math.round(ms / dayMs)} d`;
  return ms >= hourMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / minuteMs)} min`;
}
