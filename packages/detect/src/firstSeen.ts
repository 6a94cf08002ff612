import { viewField } from '@tocsin/engine/sigma';
import type { FirstSeen, TrailRecord } from './extension.ts';

/** Values that are remembered; beyond, those not seen for longest are forgotten and ring again. */
const rememberedMax = 100_000;

/**
 * Remembers which values of a field occurred. Gives a function that takes a record and tells
 * whether its value is new, which none is during the days of learning: they begin with the first
 * record. Records come roughly in the order of time.
 */
export function createBaseline({ field, within, learnMs }: FirstSeen) {
  const paths = [...within, field].map((name) => name.split('.'));
  const seen = new Set<string>();
  let beganMs: number | undefined;
  return (record: TrailRecord, timeMs: number): boolean => {
    beganMs ??= timeMs;
    const key = JSON.stringify(paths.map((path) => viewField(record, path).folded));
    const isKnown = seen.delete(key);
    seen.add(key);
    if (seen.size > rememberedMax) seen.delete(seen.values().next().value!);
    return !isKnown && timeMs - beganMs >= learnMs;
  };
}
