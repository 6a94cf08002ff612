import { createFields, type Fields, pathKey } from './field.ts';
import { compileTest, type RegexEngine } from './matchValue.ts';
import { type Clause, requirementOf } from './requirement.ts';
import type { Condition, Detection, DetectionItem, SigmaRule, Value, ValueTest } from './rule.ts';
import { foldCase, literalOf } from './text.ts';

/** Many rules as one machine. */
export interface Matcher {
  readonly rules: readonly SigmaRule[];
  /**
   * The rules that match the record, in their order. The record is plain data as JSON gives it.
   * What is nested more than a hundred deep is not looked at.
   */
  match(record: object): readonly SigmaRule[];
}

/**
 * Compiles rules to one machine, whose cost hardly grows with their number.
 *
 * For each rule a clause of its requirement is chosen that only asks for values of fields, such as
 * an `eventName` out of three. All chosen clauses make one index from values to rules, so that a
 * record is only tried against rules that ask for a value it has. Of the clauses of a rule the one
 * is taken whose fields tell most rules apart. Rules without such a clause are tried on each
 * record. Items that rules have in common are evaluated once for a record, and only when asked for.
 */
export function compileMatcher(
  rules: readonly SigmaRule[],
  options: { readonly regex: RegexEngine },
): Matcher {
  const fields = createFields();
  const compiler: Compiler = { fields, regex: options.regex, items: new Map() };
  const tests = rules.map((rule) => compileCondition(rule.condition, rule.detections, compiler));
  const { always, indexes } = indexRules(rules, fields);
  const triedAt = new Float64Array(rules.length);
  const tryRules = (candidates: readonly number[], found: number[]) => {
    for (const candidate of candidates) {
      if (triedAt[candidate] === fields.turn) continue;
      triedAt[candidate] = fields.turn;
      if (tests[candidate]!()) found.push(candidate);
    }
  };
  return {
    rules,
    match(record) {
      fields.read(record);
      const found: number[] = [];
      tryRules(always, found);
      for (const { read, byValue } of indexes) {
        for (const text of read().folded) {
          const candidates = byValue.get(text);
          if (candidates !== undefined) tryRules(candidates, found);
        }
      }
      if (found.length === 0) return NONE;
      return found.sort((a, b) => a - b).map((index) => rules[index]!);
    },
  };
}

const NONE: readonly SigmaRule[] = [];

interface Index {
  readonly read: () => { readonly folded: readonly string[] };
  readonly byValue: Map<string, number[]>;
}

function indexRules(
  rules: readonly SigmaRule[],
  fields: Fields,
): { always: readonly number[]; indexes: readonly Index[] } {
  const usable = rules.map((rule) => requirementOf(rule).clauses.filter(asksForValues));
  const variety = varietyOf(usable.flat());
  const always: number[] = [];
  const indexes = new Map<string, Index>();
  for (const [rule, clauses] of usable.entries()) {
    const chosen = leastOf(clauses, (clause) => costOf(clause, variety));
    if (chosen === undefined) always.push(rule);
    for (const { path, values } of chosen ?? []) {
      const key = pathKey(path);
      const index = indexes.get(key) ?? { read: fields.reader(path), byValue: new Map() };
      indexes.set(key, index);
      for (const value of values) {
        const known = index.byValue.get(value);
        if (known === undefined) index.byValue.set(value, [rule]);
        else known.push(rule);
      }
    }
  }
  return { always, indexes: [...indexes.values()] };
}

type ValueAtom = Extract<Clause[number], { kind: 'equals' }>;

function asksForValues(clause: Clause): clause is readonly ValueAtom[] {
  return clause.every((atom) => atom.kind === 'equals');
}

/** How many values of each field are asked for by any rule. */
function varietyOf(clauses: readonly (readonly ValueAtom[])[]): ReadonlyMap<string, number> {
  const values = new Map<string, Set<string>>();
  for (const atom of clauses.flat()) {
    const known = values.get(pathKey(atom.path)) ?? new Set();
    values.set(pathKey(atom.path), known);
    for (const value of atom.values) known.add(value);
  }
  return new Map([...values].map(([key, known]) => [key, known.size]));
}

/** The share of a field's values that the clause asks for, as if all were equally frequent. */
function costOf(clause: readonly ValueAtom[], variety: ReadonlyMap<string, number>): number {
  return clause.reduce(
    (sum, { path, values }) => sum + values.length / variety.get(pathKey(path))!,
    0,
  );
}

function leastOf<Type>(all: readonly Type[], cost: (one: Type) => number): Type | undefined {
  return all.reduce<Type | undefined>(
    (least, one) => (least === undefined || cost(one) < cost(least) ? one : least),
    undefined,
  );
}

/** Asks the record at hand. */
type Question = () => boolean;

interface Compiler {
  readonly fields: Fields;
  readonly regex: RegexEngine;
  /** Items that were compiled, so that those that ask the same are the same. */
  readonly items: Map<string, Question>;
}

function compileCondition(
  condition: Condition,
  detections: ReadonlyMap<string, Detection>,
  compiler: Compiler,
): Question {
  if (condition.kind === 'search') {
    return compileDetection(detections.get(condition.name)!, compiler);
  }
  if (condition.kind === 'not') {
    const inner = compileCondition(condition.of, detections, compiler);
    return () => !inner();
  }
  const members = condition.of.map((member) => compileCondition(member, detections, compiler));
  return combine(condition.kind, members);
}

function compileDetection(detection: Detection, compiler: Compiler): Question {
  if (detection.kind === 'item') return shareItem(detection, compiler);
  const members = detection.of.map((member) => compileDetection(member, compiler));
  return combine(detection.kind, members);
}

function combine(kind: 'and' | 'or', members: readonly Question[]): Question {
  const decisive = kind === 'or';
  return () => {
    for (const member of members) if (member() === decisive) return decisive;
    return !decisive;
  };
}

function shareItem(item: DetectionItem, compiler: Compiler): Question {
  const key = itemKey(item);
  const known = compiler.items.get(key);
  if (known !== undefined) return known;
  const { fields } = compiler;
  const ask = compileItem(item, compiler);
  let answer = false;
  let answeredAt = -1;
  const question = () => {
    if (answeredAt !== fields.turn) {
      answer = ask();
      answeredAt = fields.turn;
    }
    return answer;
  };
  compiler.items.set(key, question);
  return question;
}

/** The same text for items that ask the same. */
function itemKey(item: DetectionItem): string {
  const tests = item.values.map(({ anyOf }) => anyOf);
  return JSON.stringify([item.path ?? 0, item.negated, item.every, tests], (_, value) =>
    typeof value === 'symbol' ? [String(value)] : value,
  );
}

function compileItem(item: DetectionItem, { fields, regex }: Compiler): Question {
  const read = fields.reader(item.path);
  const compile = (test: ValueTest) => compileTest(test, fields, regex);
  const { negated } = item;
  if (item.every) {
    const values = item.values.map(({ anyOf }) => anyOf.map(compile));
    return () => {
      const field = read();
      return values.every((tests) => tests.some((test) => test(field))) !== negated;
    };
  }
  const literals = new Set(item.values.flatMap((value) => value.anyOf.flatMap(foldedLiteral)));
  const tests = othersOf(item.values).map(compile);
  return () => {
    const field = read();
    const found = literals.size > 0 && field.folded.some((text) => literals.has(text));
    return (found || tests.some((test) => test(field))) !== negated;
  };
}

/** The text that a test compares with, if that is all it does. */
function foldedLiteral(test: ValueTest): readonly string[] {
  const literal = test.kind === 'text' && !test.cased ? literalOf(test.pattern) : undefined;
  return literal === undefined ? [] : [foldCase(literal)];
}

function othersOf(values: readonly Value[]): readonly ValueTest[] {
  return values.flatMap(({ anyOf }) => anyOf.filter((test) => foldedLiteral(test).length === 0));
}
