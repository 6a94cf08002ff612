import { MANY } from '../../../policy/wildcard.ts';
import { literalOf } from '../../text.ts';
import { fieldFacts } from '../fields.ts';
import type { Formula } from '../formula.ts';
import {
  type Alternative,
  affixOf,
  canBeExcluded,
  isNoAddress,
  meets,
  type Pattern,
} from './alternative.ts';
import type { FieldForm } from './eventLeaf.ts';

/** Fields that must all be as their lists say, by their names. */
export type Conjunct = ReadonlyMap<string, FieldForm>;

/** Conjuncts that are looked at on the way; EventBridge takes 1,000 combinations of `$or`. */
const CONJUNCTS_MAX = 500;

export interface Conjuncts {
  /** Of which any must hold. */
  readonly any: readonly Conjunct[];
  /** What could not be said, by field. Each makes the result narrower, or wider if wanted. */
  readonly lost: ReadonlyMap<string, string>;
}

/**
 * Brings a formula into the shape of event patterns: a list for each field, and `$or` of those.
 *
 * An event pattern has one list for a field, whose members are or-ed. So two demands on one field
 * must become one list. Where that is impossible, the conjunct is given up, or with `widen` the
 * second demand.
 *
 * @throws RangeError if there are too many combinations.
 */
export function conjunctsOf(formula: Formula<FieldForm>, widen: boolean): Conjuncts {
  const lost = new Map<string, string>();
  const visit = (part: Formula<FieldForm>): readonly Conjunct[] => {
    if (part.kind === 'leaf') return [new Map([[part.leaf.path.join('.'), part.leaf]])];
    const members = part.of.map(visit);
    if (part.kind === 'or') return merged(members.flat());
    return members.reduce<readonly Conjunct[]>(
      (left, right) =>
        merged(
          limited(left, right).flatMap((one) =>
            right.flatMap((other) => both(one, other, widen, lost)),
          ),
        ),
      [new Map()],
    );
  };
  return { any: visit(formula), lost };
}

function limited(left: readonly Conjunct[], right: readonly Conjunct[]): readonly Conjunct[] {
  if (left.length * right.length > CONJUNCTS_MAX) {
    throw new RangeError(`an event pattern would need more than ${CONJUNCTS_MAX} combinations`);
  }
  return left;
}

function both(
  one: Conjunct,
  other: Conjunct,
  widen: boolean,
  lost: Map<string, string>,
): readonly Conjunct[] {
  const joined = new Map(one);
  for (const [name, form] of other) {
    const there = joined.get(name);
    const shared = there === undefined && sharesList(form.path, [...one.values()]);
    if (shared) lost.set(name, 'an event pattern asks all members of the same element of a list');
    if (shared && widen) continue;
    if (there === undefined && isWithin(form.path, [...one.values()])) {
      lost.set(name, 'an event pattern cannot ask for an object and for its member');
      if (!widen) return [];
      continue;
    }
    if (there === undefined) {
      joined.set(name, form);
      continue;
    }
    const alternatives = intersection(there, form);
    if (alternatives === undefined) {
      lost.set(name, 'an event pattern cannot ask two such things of one field');
      if (!widen) return [];
    } else if (alternatives.length === 0) return [];
    else joined.set(name, { path: form.path, alternatives });
  }
  return [joined];
}

/** Whether another field lies in the same list, so that AWS wants both in one element. */
function sharesList(path: readonly string[], forms: readonly FieldForm[]): boolean {
  return fieldFacts(path).lists.some(
    (list) =>
      list < path.length - 1 &&
      forms.some((form) => path.slice(0, list + 1).every((name, at) => form.path[at] === name)),
  );
}

function isWithin(path: readonly string[], forms: readonly FieldForm[]): boolean {
  const name = `${path.join('.')}.`;
  const names = forms.map((form) => `${form.path.join('.')}.`);
  return names.some((other) => other.startsWith(name) || name.startsWith(other));
}

function intersection(one: FieldForm, other: FieldForm): readonly Alternative[] | undefined {
  if (
    JSON.stringify(one.alternatives, symbolText) === JSON.stringify(other.alternatives, symbolText)
  ) {
    return one.alternatives;
  }
  if (fieldFacts(one.path).lists.length > 0) return undefined;
  const pairs = one.alternatives.flatMap((a) => other.alternatives.map((b) => meet(a, b)));
  return pairs.every((pair) => pair !== undefined) ? unique(pairs.flat()) : undefined;
}

/** What meets both: alternatives of which any; none if nothing can; undefined if it has no form. */
function meet(a: Alternative, b: Alternative): readonly Alternative[] | undefined {
  return meetOneWay(a, b) ?? meetOneWay(b, a);
}

function meetOneWay(a: Alternative, b: Alternative): readonly Alternative[] | undefined {
  if (a.kind === 'exists') {
    if (a.expected) return b.kind === 'exists' && !b.expected ? [] : [b];
    return b.kind === 'exists' && !b.expected ? [a] : [];
  }
  if (a.kind === 'is') return b.kind === 'numeric' ? undefined : meets(b, a.value) ? [a] : [];
  if (a.kind === 'not' && b.kind === 'not' && a.folds === b.folds) {
    return [{ kind: 'not', patterns: [...a.patterns, ...b.patterns], folds: a.folds }];
  }
  if (a.kind === 'outside' && b.kind === 'outside') {
    const blocks = [...a.blocks, ...b.blocks];
    return [{ kind: 'outside', blocks, excluded: [...a.excluded, ...b.excluded] }];
  }
  if (a.kind === 'outside' && b.kind === 'not' && !b.folds && b.patterns.every(canBeExcluded)) {
    return [{ ...a, excluded: [...a.excluded, ...b.patterns] }];
  }
  if (a.kind === 'cidr' && b.kind === 'not' && b.patterns.every(isNoAddress)) return [a];
  return a.kind === 'text' ? meetText(a, b) : undefined;
}

function meetText(
  a: Alternative & { readonly kind: 'text' },
  b: Alternative,
): readonly Alternative[] | undefined {
  const literal = literalOf(a.pattern);
  const comparesFolded = (b.kind === 'text' || b.kind === 'not') && b.folds;
  if (literal !== undefined) {
    // A literal in any case meets what ignores case, or what is no text, in all its cases or none.
    const isSure = !a.folds || comparesFolded || b.kind === 'is' || b.kind === 'numeric';
    return isSure ? (meets(b, literal) ? [a] : []) : undefined;
  }
  if (b.kind === 'not' && !b.patterns.some((pattern) => mayShare(a, pattern, b.folds))) return [a];
  if (b.kind !== 'text' || a.folds || b.folds) return undefined;
  const [ours, theirs] = [affixOf(a.pattern), affixOf(b.pattern)];
  if (ours === undefined || theirs === undefined) return undefined;
  const [one, other] = ours[1].length >= theirs[1].length ? [ours, theirs] : [theirs, ours];
  if (one[0] === other[0]) {
    const includes = one[0] === 'prefix' ? one[1].startsWith(other[1]) : one[1].endsWith(other[1]);
    return includes ? [{ kind: 'text', pattern: patternOf(one), folds: false }] : [];
  }
  const [prefix, suffix] = ours[0] === 'prefix' ? [ours[1], theirs[1]] : [theirs[1], ours[1]];
  return [
    { kind: 'text', pattern: [prefix, MANY, suffix], folds: false },
    ...overlaps(prefix, suffix).map(
      (text): Alternative => ({ kind: 'text', pattern: [text], folds: false }),
    ),
  ];
}

/** Whether a text may match both; literals are looked at, of others it is taken for granted. */
function mayShare(
  a: Alternative & { readonly kind: 'text' },
  excluded: Pattern,
  folds: boolean,
): boolean {
  const literal = literalOf(excluded);
  return literal === undefined || meets({ ...a, folds: a.folds || folds }, literal);
}

function patternOf([kind, text]: readonly ['prefix' | 'suffix', string]): Pattern {
  return kind === 'prefix' ? [text, MANY] : [MANY, text];
}

/** Texts that begin with one and end with the other, where the two share characters. */
function overlaps(prefix: string, suffix: string): readonly string[] {
  const texts: string[] = [];
  for (let shared = 1; shared <= Math.min(prefix.length, suffix.length); shared++) {
    if (prefix.endsWith(suffix.slice(0, shared))) texts.push(prefix + suffix.slice(shared));
  }
  return texts;
}

/** Conjuncts that differ in one field are one, with the members of both lists. */
function merged(conjuncts: readonly Conjunct[]): readonly Conjunct[] {
  const names = new Set(conjuncts.flatMap((conjunct) => [...conjunct.keys()]));
  let left = conjuncts;
  for (const name of names) {
    const groups = new Map<string, Conjunct>();
    for (const [index, conjunct] of left.entries()) {
      const form = conjunct.get(name);
      const key = form === undefined ? String(index) : keyWithout(conjunct, name);
      const there = groups.get(key)?.get(name);
      if (form === undefined || there === undefined) groups.set(key, conjunct);
      else {
        const alternatives = unique([...there.alternatives, ...form.alternatives]);
        groups.set(key, new Map(conjunct).set(name, { path: form.path, alternatives }));
      }
    }
    left = [...groups.values()];
  }
  return left;
}

function keyWithout(conjunct: Conjunct, name: string): string {
  const rest = [...conjunct]
    .filter(([other]) => other !== name)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(rest, symbolText);
}

function unique(alternatives: readonly Alternative[]): readonly Alternative[] {
  return [
    ...new Map(alternatives.map((each) => [JSON.stringify(each, symbolText), each])).values(),
  ];
}

/** JSON leaves symbols out, and `*` of a pattern is one. */
export function symbolText(_key: string, value: unknown): unknown {
  return typeof value === 'symbol' ? { wildcard: String(value) } : value;
}
