import { pathKey, viewField } from './field.ts';
import { regexLiterals } from './regexLiterals.ts';
import type { Condition, Detection, DetectionItem, SigmaRule, ValueTest } from './rule.ts';
import { foldCase, literalOf } from './text.ts';

/**
 * What every record that a rule matches has. Whoever finds that a record lacks it need not look
 * further, or even parse the record. All clauses hold; without clauses nothing is known.
 *
 * It follows from the condition alone: `and` takes the clauses of all its members together; `or`
 * joins each clause of one member with each of the others; under `not` nothing is needed. It is
 * kept small by leaving clauses out, which asks for less and so stays true.
 */
export interface Requirement {
  readonly clauses: readonly Clause[];
}

/** One of these holds. Without atoms none does: such a rule matches nothing. */
export type Clause = readonly Atom[];

export type Atom =
  | {
      /**
       * A text of the field, folded by `foldCase`, is one of these, which are folded. In raw JSON
       * it may also stand as a number, a boolean or an object, with escapes, and within arrays.
       */
      readonly kind: 'equals';
      readonly path: readonly string[];
      readonly values: readonly string[];
    }
  | {
      /**
       * A text of the field, or without a path any text of the record, contains this, folded.
       *
       * It is three characters or more of ASCII that every writer of JSON leaves as they are: no
       * quote, slash, backslash or bracket, and nothing that could be a number or stand between
       * values. So it can be looked for, without regard to ASCII's case, in the raw bytes of a
       * record, unless its writer puts `\u` where it need not.
       */
      readonly kind: 'contains';
      readonly path: readonly string[] | undefined;
      readonly text: string;
    };

/** Clauses of a requirement, and values of an atom; what has more is left out. */
const CLAUSES_MAX = 8;
const VALUES_MAX = 10_000;
const LITERAL_MIN = 3;

/** A necessary condition of a rule. */
export function requirementOf(rule: SigmaRule): Requirement {
  return { clauses: ofCondition(rule.condition, rule.detections, false) };
}

/** Whether a record has what is required. False means that the rule does not match it. */
export function satisfies(record: object, requirement: Requirement): boolean {
  return requirement.clauses.every((clause) => clause.some((atom) => holds(record, atom)));
}

function holds(record: object, atom: Atom): boolean {
  const { folded } = viewField(record, atom.path);
  if (atom.kind === 'equals') return folded.some((text) => atom.values.includes(text));
  return folded.some((text) => text.includes(atom.text));
}

type Clauses = readonly Clause[];
const NOTHING_NEEDED: Clauses = [];

function ofCondition(
  condition: Condition,
  detections: ReadonlyMap<string, Detection>,
  negated: boolean,
): Clauses {
  if (condition.kind === 'search') return ofDetection(detections.get(condition.name)!, negated);
  if (condition.kind === 'not') return ofCondition(condition.of, detections, !negated);
  const members = condition.of.map((member) => ofCondition(member, detections, negated));
  return (condition.kind === 'and') !== negated ? allOf(members) : anyOf(members);
}

function ofDetection(detection: Detection, negated: boolean): Clauses {
  if (detection.kind === 'item') return ofItem(detection, negated);
  const members = detection.of.map((member) => ofDetection(member, negated));
  return (detection.kind === 'and') !== negated ? allOf(members) : anyOf(members);
}

function ofItem(item: DetectionItem, negated: boolean): Clauses {
  if (item.negated !== negated) return NOTHING_NEEDED;
  const values = item.values.map(({ anyOf: tests }) =>
    tests.length === 0 ? [[]] : anyOf(tests.map((test) => ofTest(test, item.path))),
  );
  return item.every ? allOf(values) : anyOf(values);
}

function ofTest(test: ValueTest, path: readonly string[] | undefined): Clauses {
  if (test.kind === 'regex') return contains(path, regexLiterals(test));
  if (test.kind !== 'text') return NOTHING_NEEDED;
  const literal = literalOf(test.pattern);
  if (literal !== undefined && path !== undefined) {
    return [[{ kind: 'equals', path, values: [foldCase(literal)] }]];
  }
  return contains(
    path,
    test.pattern.filter((part) => typeof part === 'string'),
  );
}

function contains(path: readonly string[] | undefined, literals: readonly string[]): Clauses {
  const text = longestPlain(literals);
  return text === undefined ? NOTHING_NEEDED : [[{ kind: 'contains', path, text }]];
}

/**
 * Characters that stand for themselves in JSON. A colon also stands before values, with white space
 * or without: the first may be one only before a letter that begins neither true, false nor null.
 */
const PLAIN_RUN = /(?::(?=[a-eg-mo-su-z]))?[a-z0-9_\-.@+ ][a-z0-9_\-.@+: ]*/g;
const MAY_BE_NUMBER = /^[0-9.e+\- ]*$/;

function longestPlain(literals: readonly string[]): string | undefined {
  const runs = literals
    .flatMap((literal) => foldCase(literal).match(PLAIN_RUN) ?? [])
    .map((run) => run.trim())
    .filter((run) => run.length >= LITERAL_MIN && !MAY_BE_NUMBER.test(run));
  return runs.sort((a, b) => b.length - a.length)[0];
}

function allOf(members: readonly Clauses[]): Clauses {
  return smallest(members.flat());
}

function anyOf(members: readonly Clauses[]): Clauses {
  if (members.some((clauses) => clauses.length === 0)) return NOTHING_NEEDED;
  return members.reduce((left, right) =>
    smallest(left.flatMap((one) => right.map((other) => join(one, other)))),
  );
}

/** Either of two clauses: values of the same field come together. */
function join(one: Clause, other: Clause): Clause {
  const atoms = [...one];
  for (const atom of other) {
    const at = atoms.findIndex(
      (known) =>
        known.kind === atom.kind &&
        pathKey(known.path) === pathKey(atom.path) &&
        (known.kind === 'equals' || known.text === (atom as typeof known).text),
    );
    const known = atoms[at];
    if (known === undefined) atoms.push(atom);
    else if (known.kind === 'equals' && atom.kind === 'equals') {
      atoms[at] = { ...known, values: [...new Set([...known.values, ...atom.values])] };
    }
  }
  return atoms;
}

/** The clauses that fewest records meet; those that follow from others are left out. */
function smallest(clauses: Clauses): Clauses {
  const ranked = clauses
    .filter((clause) => sizeOf(clause) <= VALUES_MAX)
    .map((clause) => ({ clause, weakness: weaknessOf(clause) }))
    .sort((a, b) => a.weakness - b.weakness)
    .map(({ clause }) => clause);
  const kept: Clause[] = [];
  for (const clause of ranked) {
    if (kept.length === CLAUSES_MAX) break;
    if (!kept.some((stronger) => implies(stronger, clause))) kept.push(clause);
  }
  return kept;
}

/** How many records may meet a clause, roughly: more where it has more atoms, or common ones. */
function weaknessOf(clause: Clause): number {
  return clause.reduce((sum, atom) => {
    if (atom.kind === 'contains') return sum + (atom.text.length < shortText ? 5 : 1);
    return sum + atom.values.length * (commonFields.has(pathKey(atom.path)) ? 50 : 1);
  }, clause.length);
}

const shortText = 6;
/** Their values stand in very many records. */
const commonFields = new Set(
  [['eventSource'], ['awsRegion'], ['eventType'], ['userIdentity', 'type']].map(pathKey),
);

function sizeOf(clause: Clause): number {
  return clause.reduce((sum, atom) => sum + (atom.kind === 'equals' ? atom.values.length : 1), 0);
}

function implies(stronger: Clause, weaker: Clause): boolean {
  return stronger.every((atom) => weaker.some((other) => atomImplies(atom, other)));
}

function atomImplies(stronger: Atom, weaker: Atom): boolean {
  if (pathKey(stronger.path) !== pathKey(weaker.path)) return false;
  if (stronger.kind === 'contains') {
    return weaker.kind === 'contains' && stronger.text.includes(weaker.text);
  }
  if (weaker.kind === 'contains') return stronger.values.every((v) => v.includes(weaker.text));
  if (stronger.values.length > weaker.values.length) return false;
  const values = new Set(weaker.values);
  return stronger.values.every((value) => values.has(value));
}
