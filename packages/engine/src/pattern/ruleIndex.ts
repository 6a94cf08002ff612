import type { Branch, FieldTest } from './eventPattern.ts';
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
/** What reading one more field of each event costs, in candidates tried. */
const FIELD_COST = 16;

type Buckets = Map<Leaf, Candidate[]>;

/** @param used the paths that were looked up on the way here. */
export function buildIndex(
  candidates: readonly Candidate[],
  used: ReadonlySet<string> = new Set(),
): IndexNode<Candidate> {
  if (used.size > 0 && (candidates.length <= FEW_CANDIDATES || used.size >= MAX_DEPTH)) {
    return { rest: candidates, lookups: [] };
  }
  const options = candidates.map(({ branch }) => optionsOf(branch, used));
  const choose = compileChoice(options);
  const rest: Candidate[] = [];
  const paths = new Map<string, Map<KeyKind, Buckets>>();
  candidates.forEach((candidate, index) => {
    const option = choose(options[index] ?? []);
    if (!option) rest.push(candidate);
    for (const { kind, key } of option?.keys ?? []) {
      const kinds = setDefault(paths, option?.path ?? '', () => new Map<KeyKind, Buckets>());
      const buckets = setDefault(kinds, kind, () => new Map<Leaf, Candidate[]>());
      const bucket = setDefault<Leaf, Candidate[]>(buckets, key, () => []);
      if (bucket.at(-1) !== candidate) bucket.push(candidate);
    }
  });
  const lookups = [...paths].map(([path, kinds]) => {
    const below = new Set([...used, path]);
    const tables = [...kinds].map(([kind, buckets]) => ({
      keyOf: compileKey(kind),
      nodes: new Map([...buckets].map(([key, found]) => [key, buildIndex(found, below)])),
    }));
    return { path, tables };
  });
  return { rest, lookups };
}

/** A field that a candidate can hang below. */
interface Option {
  readonly path: string;
  readonly keys: readonly LookupKey[];
}

function optionsOf(branch: Branch, used: ReadonlySet<string>): readonly Option[] {
  return branch.flatMap((field: FieldTest) => {
    const keys = used.has(field.path) ? undefined : keysOf(field);
    return keys ? [{ path: field.path, keys }] : [];
  });
}

/** The best option is the one under whose keys the fewest candidates would hang. */
function compileChoice(
  all: readonly (readonly Option[])[],
): (options: readonly Option[]) => Option | undefined {
  const users = new Map<string, number>();
  const holders = new Map<string, number>();
  const name = (path: string, { kind, key }: LookupKey) => `${path} ${kind} ${typeof key} ${key}`;
  const count = (counts: Map<string, number>, of: string) =>
    counts.set(of, (counts.get(of) ?? 0) + 1);
  for (const { path, keys } of all.flat()) {
    count(users, path);
    for (const key of keys) count(holders, name(path, key));
  }
  const costOf = ({ path, keys }: Option) =>
    keys.reduce((sum, key) => sum + (holders.get(name(path, key)) ?? 0), 0) / keys.length +
    FIELD_COST / (users.get(path) ?? 1);
  return (options) => {
    const costs = options.map(costOf);
    return options[costs.indexOf(Math.min(...costs))];
  };
}

function setDefault<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
