import type { Paint } from '../terminal.ts';
import type { Hop } from './road.ts';

/** The hops, one a line, each with a bar from the hop before it to its own time. */
export function timeline(hops: readonly Hop[], endMs: number, paint: Paint): string[] {
  let beforeMs = 0;
  return hops.map((hop) => {
    const bar = segment(beforeMs, hop.ms, Math.max(endMs, 1));
    beforeMs = hop.ms;
    const time = `${hop.atMost ? '≤ ' : ''}${hop.ms} ms`.padStart(9);
    const name = paint.strong(hop.name.padEnd(10));
    const what = hop.what.padEnd(36);
    return `  ${name} ${what} ${time}  ${paint.accent(bar)}  ${paint.dim(hop.source)}`;
  });
}

const widthChars = 24;

function segment(fromMs: number, toMs: number, endMs: number): string {
  const at = (ms: number) => Math.round((Math.min(ms, endMs) / endMs) * (widthChars - 1));
  const [from, to] = [Math.min(at(fromMs), at(toMs)), at(toMs)];
  return `${'·'.repeat(from)}${'━'.repeat(to - from)}●`.padEnd(widthChars);
}
