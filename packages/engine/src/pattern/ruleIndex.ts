import type { Branch } from './eventPattern.ts';
import { compileKey, type KeyKind, keysOf, type LookupKey } from './lookupKeys.ts';
import type { Leaf } from './valueTest.ts';

/** One branch of one rule. */
export interface Candidate {
  readonly rule: number;
  readonly branch: Branch;
}

/**
 * A decision tree over rules. Every candidate hangs below one of its own fields, under each of the
 * keys of which that field needs one; so all candidates that match an event are found by looking
 * up its values, and how many rules there are besides does not matter.
 */
export interface IndexNode<C> {
  /** Candidates to try one by one. */
  readonly rest: readonly C[];
  readonly lookups: readonly Lookup<C>[];
}

/** What hangs below one field. */
export interface Lookup<C> {
  readonly path: string;
  readonly tables: readonly KeyTable<IndexNode<C>>[];
}

export interface KeyTable<N> {
  readonly keyOf: (value: Leaf) => Leaf | undefined;
  readonly nodes: ReadonlyMap<Leaf, N>;
}

/** So few candidates are tried as fast as they are looked up. */
const FEW_CANDIDATES = 3;
const MAX_DEPTH = 4;
/** The share of events that are taken to have one of the keys of a field. */
const HIT_SHARE = 0.5;

/** @param used the paths that were looked up on the way here. */
export function buildIndex(
  candidates: readonly Candidate[],
  used: ReadonlySet<string> = new Set(),
): IndexNode<Candidate> {
  let rest = candidates;
  const lookups: Lookup<Candidate>[] = [];
  if (used.size >= MAX_DEPTH) return { rest, lookups };
  const useless = used.size > 0 ? [...used, ...findCommonPaths(candidates)] : [];
  while (rest.length > (used.size > 0 ? FEW_CANDIDATES : 0)) {
    const best = chooseField(rest, new Set(useless));
    if (!best) break;
    lookups.push(buildLookup(best, new Set([...used, best.path])));
    rest = best.others;
  }
  return { rest, lookups };
}

type Buckets = ReadonlyMap<KeyKind, ReadonlyMap<Leaf, readonly Candidate[]>>;

function buildLookup({ path, keyed }: Field, used: ReadonlySet<string>): Lookup<Candidate> {
  const tables = [...fillBuckets(keyed)].map(([kind, buckets]) => ({
    keyOf: compileKey(kind),
    nodes: new Map([...buckets].map(([key, found]) => [key, buildIndex(found, used)])),
  }));
  return { path, tables };
}

/** A field and the candidates that can hang below it. */
interface Field {
  readonly path: string;
  readonly keyed: readonly Keyed[];
  readonly others: readonly Candidate[];
}

interface Keyed {
  readonly candidate: Candidate;
  readonly keys: readonly LookupKey[];
}

/** Chooses the field that leaves an event the fewest candidates, if that are fewer. */
function chooseField(
  candidates: readonly Candidate[],
  useless: ReadonlySet<string>,
): Field | undefined {
  let best: { path: string; keyed: readonly Keyed[] } | undefined;
  let fewest = useless.size > 0 ? candidates.length - FEW_CANDIDATES : Number.POSITIVE_INFINITY;
  for (const [path, keyed] of groupByPath(candidates)) {
    const left = candidates.length - keyed.length + countPerKey(keyed) * HIT_SHARE;
    if (left >= fewest || useless.has(path)) continue;
    fewest = left;
    best = { path, keyed };
  }
  if (!best) return undefined;
  const hanging = new Set(best.keyed.map(({ candidate }) => candidate));
  return { ...best, others: candidates.filter((candidate) => !hanging.has(candidate)) };
}

/** Fields of which most candidates want the same: an event that came here has that, as a rule. */
function findCommonPaths(candidates: readonly Candidate[]): readonly string[] {
  return [...groupByPath(candidates)]
    .filter(([, keyed]) => countPerKey(keyed) > candidates.length / 2)
    .map(([path]) => path);
}

function groupByPath(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Keyed[]> {
  const paths = new Map<string, Keyed[]>();
  for (const candidate of candidates) {
    for (const field of candidate.branch) {
      const keys = keysOf(field);
      if (keys) setDefault(paths, field.path, (): Keyed[] => []).push({ candidate, keys });
    }
  }
  return paths;
}

/** How many candidates an event finds that has one of the keys. */
function countPerKey(keyed: readonly Keyed[]): number {
  const holders = new Map<string, number>();
  for (const { kind, key } of keyed.flatMap(({ keys }) => keys)) {
    const name = `${kind} ${typeof key} ${key}`;
    holders.set(name, (holders.get(name) ?? 0) + 1);
  }
  return keyed.flatMap(({ keys }) => keys).length / holders.size;
}

function fillBuckets(keyed: readonly Keyed[]): Buckets {
  const kinds = new Map<KeyKind, Map<Leaf, Candidate[]>>();
  for (const { candidate, keys } of keyed) {
    for (const { kind, key } of keys) {
      const buckets = setDefault(kinds, kind, () => new Map<Leaf, Candidate[]>());
      const bucket = setDefault<Leaf, Candidate[]>(buckets, key, () => []);
      if (bucket.at(-1) !== candidate) bucket.push(candidate);
    }
  }
  return kinds;
}

function setDefault<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
