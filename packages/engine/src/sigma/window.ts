import type { Comparison, SigmaCorrelation } from './rule.ts';

/** Records that one group remembers; beyond, the oldest are forgotten. */
export const ENTRIES_PER_GROUP_MAX = 10_000;
/** How many are forgotten at a time, so that it need not be done for each record. */
const FORGOTTEN_AT_ONCE = 1_000;
/** Records that a firing tells. */
const EVIDENCE_MAX = 100;

/** A record that counts in a group. */
export interface Entry<Evidence> {
  readonly timeMs: number;
  /** Which of the correlation's rules it matched, by index. */
  readonly members: readonly number[];
  /** For `value_count`, what it counts. */
  readonly values: readonly string[];
  readonly evidence: Evidence;
}

/** The records of one group, in the order of time, and the state of its window. */
export interface Group<Evidence> {
  readonly entries: Entry<Evidence>[];
  window: Window;
  firedMs: number;
}

/**
 * The window that ends with some entry. It is a fold over the entries in their order: each step
 * takes one in and leaves those behind that are too old, so that a step costs the same however many
 * entries there are.
 */
interface Window {
  /** The index of the first entry in it. */
  left: number;
  /** How often each value, or each of the rules, is in it. */
  readonly counts: Map<string | number, number>;
  /**
   * For `temporal_ordered`: of each of the rules, the latest time at which a sequence began that
   * has come as far as this rule. The latest is always right: it lasts longest.
   */
  readonly begins: number[];
}

export interface Windowing {
  readonly correlation: SigmaCorrelation;
  readonly latenessMs: number;
  readonly dropped: Dropped;
}

export interface Dropped {
  /** Records that came later than `latenessMs` allows. */
  late: number;
  /** Records without a field of `group-by`, or without the `field` whose values are counted. */
  withoutField: number;
  /** Groups and records that were forgotten, while they still counted, to bound the memory. */
  groups: number;
  entries: number;
}

interface WindowFiring<Evidence> {
  readonly timeMs: number;
  readonly firstMs: number;
  readonly count: number;
  readonly evidence: readonly Evidence[];
}

export function createGroup<Evidence>(): Group<Evidence> {
  return { entries: [], window: emptyWindow(), firedMs: Number.NEGATIVE_INFINITY };
}

function emptyWindow(): Window {
  return { left: 0, counts: new Map(), begins: [] };
}

/** Takes a record into its group. */
export function addEntry<Evidence>(
  group: Group<Evidence>,
  entry: Entry<Evidence>,
  windowing: Windowing,
): WindowFiring<Evidence> | undefined {
  const { entries } = group;
  const newestMs = entries.at(-1)?.timeMs ?? entry.timeMs;
  if (entry.timeMs < newestMs - windowing.latenessMs) {
    windowing.dropped.late += 1;
    return undefined;
  }
  if (entry.timeMs >= newestMs) {
    entries.push(entry);
    const firing = step(group, entries.length - 1, windowing.correlation);
    shorten(group, windowing);
    return firing;
  }
  return insert(group, entry, windowing);
}

/** Puts a late record in its place and folds anew, looking at the windows that it is in. */
function insert<Evidence>(
  group: Group<Evidence>,
  entry: Entry<Evidence>,
  windowing: Windowing,
): WindowFiring<Evidence> | undefined {
  const { entries } = group;
  const place = entries.findLastIndex(({ timeMs }) => timeMs <= entry.timeMs) + 1;
  entries.splice(place, 0, entry);
  group.window = emptyWindow();
  const { correlation } = windowing;
  let firing: WindowFiring<Evidence> | undefined;
  for (let right = 0; right < entries.length; right++) {
    const within =
      right >= place && entries[right]!.timeMs <= entry.timeMs + correlation.timespanMs;
    if (within && firing === undefined) firing = step(group, right, correlation);
    else advance(group, right, correlation);
  }
  shorten(group, windowing);
  return firing;
}

/** Moves the window to end at `right`, and fires if the condition holds and it is armed. */
function step<Evidence>(
  group: Group<Evidence>,
  right: number,
  correlation: SigmaCorrelation,
): WindowFiring<Evidence> | undefined {
  const count = advance(group, right, correlation);
  const { entries, window } = group;
  const { timeMs } = entries[right]!;
  const armed = Math.abs(timeMs - group.firedMs) > correlation.timespanMs;
  const holds = correlation.comparisons.every((one) => COMPARE[one.comparison](count, one.count));
  if (!armed || !holds) return undefined;
  group.firedMs = timeMs;
  const from = Math.max(window.left, right + 1 - EVIDENCE_MAX);
  const evidence = entries.slice(from, right + 1).map((entry) => entry.evidence);
  return { timeMs, firstMs: entries[window.left]!.timeMs, count, evidence };
}

const COMPARE: Readonly<Record<Comparison, (count: number, limit: number) => boolean>> = {
  eq: (count, limit) => count === limit,
  neq: (count, limit) => count !== limit,
  gt: (count, limit) => count > limit,
  gte: (count, limit) => count >= limit,
  lt: (count, limit) => count < limit,
  lte: (count, limit) => count <= limit,
};

/** Moves the window to end at `right`, one further than before. Returns what is counted in it. */
function advance<Evidence>(
  { entries, window }: Group<Evidence>,
  right: number,
  correlation: SigmaCorrelation,
): number {
  const entry = entries[right]!;
  for (const key of keysOf(entry, correlation)) {
    window.counts.set(key, (window.counts.get(key) ?? 0) + 1);
  }
  while (entries[window.left]!.timeMs < entry.timeMs - correlation.timespanMs) {
    leave(window, entries[window.left]!, correlation);
  }
  if (correlation.type === 'event_count') return right + 1 - window.left;
  if (correlation.type !== 'temporal_ordered') return window.counts.size;
  const last = correlation.rules.length - 1;
  for (const member of entry.members.toSorted((a, b) => b - a)) {
    const begin = member === 0 ? entry.timeMs : window.begins[member - 1];
    if (begin !== undefined) window.begins[member] = begin;
  }
  const began = window.begins[last] ?? Number.NEGATIVE_INFINITY;
  const complete = entry.members.includes(last) && began >= entry.timeMs - correlation.timespanMs;
  return complete ? correlation.rules.length : 0;
}

function keysOf<Evidence>(
  entry: Entry<Evidence>,
  { type }: SigmaCorrelation,
): readonly (string | number)[] {
  if (type === 'value_count') return entry.values;
  return type === 'temporal' ? entry.members : [];
}

function leave<Evidence>(
  window: Window,
  entry: Entry<Evidence>,
  correlation: SigmaCorrelation,
): void {
  for (const key of keysOf(entry, correlation)) {
    const rest = window.counts.get(key)! - 1;
    if (rest === 0) window.counts.delete(key);
    else window.counts.set(key, rest);
  }
  window.left += 1;
}

/** Forgets the entries that no window can reach any more, and the oldest if there are too many. */
function shorten<Evidence>(
  { entries, window }: Group<Evidence>,
  { correlation, latenessMs, dropped }: Windowing,
): void {
  const reachMs = entries.at(-1)!.timeMs - latenessMs - correlation.timespanMs;
  let gone = 0;
  while (entries[gone]!.timeMs < reachMs) gone += 1;
  if (entries.length > ENTRIES_PER_GROUP_MAX) {
    const forgotten = Math.max(gone, FORGOTTEN_AT_ONCE);
    dropped.entries += Math.max(0, forgotten - Math.max(gone, window.left));
    gone = forgotten;
  } else if (gone * 2 < entries.length) return;
  while (window.left < gone) leave(window, entries[window.left]!, correlation);
  entries.splice(0, gone);
  window.left -= gone;
}
