import { type CorrelationNode, linkCorrelations } from './correlationGraph.ts';
import { viewField } from './field.ts';
import type { SigmaCorrelation, SigmaRule } from './rule.ts';
import { foldCase } from './text.ts';
import {
  addEntry,
  createGroup,
  type Dropped,
  type Entry,
  type Group,
  type Windowing,
} from './window.ts';

/** Groups of one correlation; beyond, those that were not seen for longest are forgotten. */
export const GROUPS_MAX = 10_000;
/** Records that one correlation remembers in all its groups. */
export const ENTRIES_MAX = 100_000;
/** Groups that one record may belong to, where its fields have several values. */
const GROUPS_PER_RECORD_MAX = 16;
/** CloudTrail delivers most records within five minutes, and nearly all within fifteen. */
const LATENESS_MS = 15 * 60_000;

export interface CorrelatorOptions<Evidence> {
  /** What is kept of a record while it counts, and told when a correlation fires. */
  readonly evidence: (record: object) => Evidence;
  /** How much older a record may be than the newest of its group. Default 15 minutes. */
  readonly latenessMs?: number;
}

export interface Correlator<Evidence> {
  /**
   * Takes a record and the rules that match it, those without correlations too.
   *
   * @returns the correlations that it completes, those that others are built on first.
   */
  feed(matched: readonly SigmaRule[], record: object, timeMs: number): readonly Firing<Evidence>[];
  /** Rules and correlations that only serve others and are not told by themselves. */
  readonly quiet: ReadonlySet<SigmaRule | SigmaCorrelation>;
  /** What did not count so far. */
  readonly dropped: Readonly<Dropped>;
}

export interface Firing<Evidence> {
  readonly correlation: SigmaCorrelation;
  /** Of the records that counted, the last one's time, and the first one's. */
  readonly timeMs: number;
  readonly firstMs: number;
  /** The members of `group-by` with the text that the record has there. */
  readonly group: Readonly<Record<string, string>>;
  /** What the condition holds of. */
  readonly count: number;
  /** Of the records that counted, in the order of time; of more than a hundred, the last ones. */
  readonly evidence: readonly Evidence[];
}

/**
 * Watches for correlations while records come by, roughly in the order of time.
 *
 * A window slides: any records count together of which the last is at most `timespan` after the
 * first. A correlation fires for a group when a record makes its condition hold, and is then silent
 * for that group until a record comes that is more than `timespan` later than the firing. So a
 * burst of whatever length rings once for each `timespan`, and no record counts twice.
 *
 * A record that comes late counts as if it had come in time, also for windows that end after it.
 *
 * @throws SigmaError if a correlation refers to what is not there, or to itself by way of others.
 */
export function createCorrelator<Evidence>(
  correlations: readonly SigmaCorrelation[],
  rules: readonly SigmaRule[],
  options: CorrelatorOptions<Evidence>,
): Correlator<Evidence> {
  const { nodes, quiet } = linkCorrelations(correlations, rules);
  const watched = new Set(nodes.flatMap((node) => node.members));
  const dropped: Dropped = { late: 0, withoutField: 0, groups: 0, entries: 0 };
  const latenessMs = options.latenessMs ?? LATENESS_MS;
  const watchers = nodes.map((node) => createWatcher<Evidence>(node, latenessMs, dropped));
  return {
    quiet,
    dropped,
    feed(matched, record, timeMs) {
      if (!matched.some((rule) => watched.has(rule))) return [];
      const evidence = options.evidence(record);
      const happened = new Map<SigmaRule | SigmaCorrelation, number>();
      for (const rule of matched) happened.set(rule, timeMs);
      const all: Firing<Evidence>[] = [];
      for (const watcher of watchers) {
        const firings = watcher(happened, record, evidence);
        for (const firing of firings) happened.set(firing.correlation, firing.timeMs);
        all.push(...firings);
      }
      return all;
    },
  };
}

type Watcher<Evidence> = (
  happened: ReadonlyMap<SigmaRule | SigmaCorrelation, number>,
  record: object,
  evidence: Evidence,
) => readonly Firing<Evidence>[];

function createWatcher<Evidence>(
  node: CorrelationNode,
  latenessMs: number,
  dropped: Dropped,
): Watcher<Evidence> {
  const { correlation } = node;
  const groups = new Map<string, Group<Evidence>>();
  const windowing: Windowing = { correlation, latenessMs, dropped };
  const memory = { entries: 0, newestMs: Number.NEGATIVE_INFINITY };
  return (happened, record, evidence) => {
    const members = node.members.flatMap((rule, index) => (happened.has(rule) ? [index] : []));
    if (members.length === 0) return [];
    const timeMs = Math.max(...members.map((index) => happened.get(node.members[index]!)!));
    const values = countedValues(correlation, record);
    if (values === undefined) {
      dropped.withoutField += 1;
      return [];
    }
    memory.newestMs = Math.max(memory.newestMs, timeMs);
    const firings: Firing<Evidence>[] = [];
    for (const [key, place] of placesOf(node, members, record, dropped)) {
      const group = groups.get(key) ?? createGroup<Evidence>();
      groups.delete(key);
      groups.set(key, group);
      const entry: Entry<Evidence> = { timeMs, members: place.members, values, evidence };
      memory.entries -= group.entries.length;
      const firing = addEntry(group, entry, windowing);
      memory.entries += group.entries.length;
      if (firing !== undefined) firings.push({ correlation, group: place.fields, ...firing });
    }
    forget(groups, memory, windowing);
    return firings;
  };
}

/** The values that `value_count` counts; undefined if it has none to count. */
function countedValues(
  correlation: SigmaCorrelation,
  record: object,
): readonly string[] | undefined {
  if (correlation.field === undefined) return [];
  const { folded } = viewField(record, correlation.field);
  return folded.length === 0 ? undefined : folded;
}

interface Place {
  readonly fields: Readonly<Record<string, string>>;
  readonly members: number[];
}

/** The groups a record belongs to, each with the rules for which it does. */
function placesOf(
  node: CorrelationNode,
  members: readonly number[],
  record: object,
  dropped: Dropped,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const member of members) {
    let combinations: readonly Readonly<Record<string, string>>[] = [{}];
    for (const { name, path } of node.groupFields[member]!) {
      const texts = [...new Set(viewField(record, path).texts)];
      combinations = combinations.flatMap((one) => texts.map((text) => ({ ...one, [name]: text })));
      if (combinations.length > GROUPS_PER_RECORD_MAX) {
        dropped.groups += combinations.length - GROUPS_PER_RECORD_MAX;
        combinations = combinations.slice(0, GROUPS_PER_RECORD_MAX);
      }
    }
    if (combinations.length === 0) dropped.withoutField += 1;
    for (const fields of combinations) {
      const key = JSON.stringify(Object.values(fields).map(foldCase));
      const known = places.get(key);
      if (known === undefined) places.set(key, { fields, members: [member] });
      else if (!known.members.includes(member)) known.members.push(member);
    }
  }
  return places;
}

/** Forgets groups, those not seen for longest first, until the memory is within its limits. */
function forget<Evidence>(
  groups: Map<string, Group<Evidence>>,
  memory: { entries: number; readonly newestMs: number },
  { correlation, latenessMs, dropped }: Windowing,
): void {
  for (const [key, group] of groups) {
    if (groups.size <= GROUPS_MAX && memory.entries <= ENTRIES_MAX) return;
    groups.delete(key);
    memory.entries -= group.entries.length;
    const newestMs = group.entries.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
    if (newestMs + correlation.timespanMs + latenessMs >= memory.newestMs) {
      dropped.groups += 1;
      dropped.entries += group.entries.length;
    }
  }
}
