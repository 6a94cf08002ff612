import type { Paint } from '../terminal.ts';
import type { Hop } from './road.ts';

interface Frame {
  /** What the whole width stands for, milliseconds. */
  readonly endMs: number;
  /** Whether a hop begins where the one before it ended; else each begins with the read. */
  readonly chained: boolean;
  readonly paint: Paint;
}

/** The hops, one a line, each with a bar that ends at its time. */
export function timeline(hops: readonly Hop[], { endMs, chained, paint }: Frame): string[] {
  let beforeMs = 0;
  return hops.map((hop) => {
    const bar = segment(beforeMs, hop.ms, Math.max(endMs, 1));
    if (chained) beforeMs = hop.ms;
    const time = `${hop.atMost ? '≤ ' : ''}${hop.ms} ms`.padStart(9);
    const name = paint.strong(hop.name.padEnd(10));
    const what = hop.what.padEnd(32);
    return `  ${name} ${what} ${time}  ${paint.accent(bar)}  ${paint.dim(hop.source)}`;
  });
}

const widthChars = 20;

function segment(fromMs: number, toMs: number, endMs: number): string {
  const at = (ms: number) => Math.round((Math.min(ms, endMs) / endMs) * (widthChars - 1));
  const [from, to] = [Math.min(at(fromMs), at(toMs)), at(toMs)];
  return `${'·'.repeat(from)}${'━'.repeat(to - from)}●`.padEnd(widthChars);
}
