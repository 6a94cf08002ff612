import { MANY, ONE, wildcardTest } from '../../../policy/wildcard.ts';
import type { NumberTest, TextTest } from '../../rule.ts';
import { foldPattern, literalOf } from '../../text.ts';
import { type Bounds, between, exactly } from '../bounds.ts';
import { type FieldFacts, fieldFacts } from '../fields.ts';
import { ALWAYS, type Leaf, leaf, NEVER } from '../formula.ts';
import { hasNoCase, spellingsOf } from '../vocabulary/vocabulary.ts';
import { type Alternative, affixOf, MISSING, type Pattern } from './alternative.ts';

/** A field of the record, and the list of what it may be. */
export interface FieldForm {
  readonly path: readonly string[];
  readonly alternatives: readonly Alternative[];
}

type EventBounds = Bounds<FieldForm>;

/** What an event pattern can say of a test. */
export function eventBounds({ path, test, negated }: Leaf): EventBounds {
  if (path === undefined) return nothing('an event pattern cannot look in all fields');
  const facts = fieldFacts(path);
  const form = (...alternatives: readonly Alternative[]) => leaf<FieldForm>({ path, alternatives });
  const isList = facts.lists.length > 0;
  switch (test.kind) {
    case 'text':
      if (facts.kind === 'object') return nothing('an event pattern does not see objects as text');
      return negated ? otherThanText(path, test, facts) : textBounds(path, test, facts);
    case 'cidr': {
      const inside = form({ kind: 'cidr', block: test.block });
      if (!negated) return exactly(inside);
      const outside = form({ kind: 'outside', blocks: [test.block], excluded: [] }, MISSING);
      if (isList) return nothing(LISTS);
      return path.join('.') === 'sourceIPAddress'
        ? exactly(outside)
        : between(outside, ALWAYS, 'texts that are no address are not all seen as such');
    }
    case 'number':
      return numberBounds(form, test, negated, facts);
    case 'null':
      return negated ? valueBounds(form, facts) : nullBounds(form, facts);
    case 'exists':
      return test.expected === negated ? missingBounds(path, facts) : thereBounds(form, facts);
    case 'regex':
      return nothing('event patterns have no regular expressions');
    case 'field':
      return nothing('an event pattern cannot compare two fields');
  }
}

type Form = (...alternatives: readonly Alternative[]) => EventBounds['narrower'];

const THERE: Alternative = { kind: 'exists', expected: true };
const NULL: Alternative = { kind: 'is', value: null };
const TRUE: Alternative = { kind: 'is', value: true };
const FALSE: Alternative = { kind: 'is', value: false };
const ANY_TEXT: Alternative = { kind: 'text', pattern: [MANY], folds: false };

const LISTS = 'of a list, an event pattern asks whether any element is so, never whether none is';
const CASE =
  'event patterns compare this with regard to case, and how CloudTrail spells it is not known';
const ONE_CHARACTER = 'event patterns have no "?"';
const NUMBERS = 'event patterns do not see numbers as text';

function nothing(why: string): EventBounds {
  return between(NEVER, ALWAYS, why);
}

/** The text in the spellings of CloudTrail; undefined if they are not known. */
function knownSpellings(path: readonly string[], { pattern, cased }: TextTest) {
  const isPlain = pattern.every((part) => typeof part !== 'string' || hasNoCase(part));
  return cased || isPlain ? [pattern] : spellingsOf(path, pattern);
}

function textBounds(path: readonly string[], test: TextTest, facts: FieldFacts): EventBounds {
  const known = knownSpellings(path, test);
  const text = (pattern: Pattern, folds = false): Alternative => ({ kind: 'text', pattern, folds });
  const others = jsonValues(test, facts);
  const form = (...alternatives: readonly Alternative[]) =>
    alternatives.length === 0 ? NEVER : leaf<FieldForm>({ path, alternatives });
  if (test.pattern.includes(ONE)) {
    const wider = (known ?? []).map((pattern) => text(withoutOne(pattern)));
    return between(NEVER, wider.length > 0 ? form(...wider, ...others) : ALWAYS, ONE_CHARACTER);
  }
  const isSimple = literalOf(test.pattern) !== undefined || affixOf(test.pattern) !== undefined;
  if (known === undefined && !isSimple) {
    return between(form(text(test.pattern), ...others), form(THERE), CASE);
  }
  const texts = known?.map((pattern) => text(pattern)) ?? [text(test.pattern, true)];
  const exact = form(...texts, ...others);
  return facts.kind === 'any' && mayBePartOfNumber(test)
    ? between(exact, form(THERE), NUMBERS)
    : exactly(exact);
}

function otherThanText(path: readonly string[], test: TextTest, facts: FieldFacts): EventBounds {
  const known = knownSpellings(path, test);
  const form = (...alternatives: readonly Alternative[]) => leaf<FieldForm>({ path, alternatives });
  const others = jsonValues(test, facts);
  if (facts.kind === 'boolean') {
    const left = [true, false].filter(
      (value) => !others.some((other) => other.kind === 'is' && other.value === value),
    );
    return exactly(form(...left.flatMap(booleanForms), MISSING));
  }
  const excluding = (patterns: readonly Pattern[], folds: boolean) =>
    form({ kind: 'not', patterns, folds }, MISSING);
  if (test.pattern.includes(ONE)) {
    const narrower = (known ?? []).map(withoutOne);
    const isSaid = narrower.length > 0 && facts.lists.length === 0 && others.length === 0;
    return between(isSaid ? excluding(narrower, false) : NEVER, ALWAYS, ONE_CHARACTER);
  }
  const isLiteral = literalOf(test.pattern) !== undefined;
  if (known === undefined && !isLiteral) {
    return between(NEVER, excluding([test.pattern], false), CASE);
  }
  const exact = excluding(known ?? [test.pattern], known === undefined);
  if (facts.lists.length > 0) return between(NEVER, exact, LISTS);
  const isNumber = facts.kind === 'any' && mayBePartOfNumber(test);
  return others.length > 0 || isNumber ? between(NEVER, exact, NUMBERS) : exactly(exact);
}

function booleanForms(value: boolean): readonly Alternative[] {
  return [
    { kind: 'is', value },
    { kind: 'text', pattern: [String(value)], folds: true },
  ];
}

/** `?` as `*`, which matches more. */
function withoutOne(pattern: Pattern): Pattern {
  const wider: (string | typeof MANY)[] = [];
  for (const part of pattern) {
    if (typeof part === 'string') wider.push(part);
    else if (wider.at(-1) !== MANY) wider.push(MANY);
  }
  return wider;
}

/** What the text may be as another type of JSON. */
function jsonValues(test: TextTest, { kind }: FieldFacts): readonly Alternative[] {
  if (kind === 'text') return [];
  const matches = wildcardTest(test.cased ? test.pattern : foldPattern(test.pattern));
  const booleans = [TRUE, FALSE].filter(
    (each) => each.kind === 'is' && matches(String(each.value)),
  );
  const literal = literalOf(test.pattern);
  const isNumber = kind === 'any' && literal !== undefined && String(Number(literal)) === literal;
  return isNumber ? [...booleans, { kind: 'is', value: Number(literal) }] : booleans;
}

/** Whether a pattern with wildcards may match the digits of a JSON number. */
function mayBePartOfNumber({ pattern }: TextTest): boolean {
  if (literalOf(pattern) !== undefined) return false;
  return pattern.every((part) => typeof part !== 'string' || /^[-+.\deE]*$/.test(part));
}

function numberBounds(
  form: Form,
  test: NumberTest,
  negated: boolean,
  facts: FieldFacts,
): EventBounds {
  if (test.timePart !== undefined) return nothing('an event pattern cannot take a time apart');
  if (facts.kind === 'object') return nothing('the field is an object');
  const why = 'an event pattern compares JSON numbers only, not texts of digits';
  const operator = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' }[test.comparison];
  const opposite = { eq: undefined, lt: '>=', lte: '>', gt: '<=', gte: '<' }[test.comparison];
  if (!negated) {
    const comparison = [operator, test.number];
    return between(form({ kind: 'numeric', comparison }), ALWAYS, why);
  }
  if (facts.lists.length > 0) return nothing(LISTS);
  const others: readonly Alternative[] =
    opposite === undefined ? [] : [{ kind: 'numeric', comparison: [opposite, test.number] }];
  return between(form(...others, NULL, MISSING), ALWAYS, why);
}

const OBJECTS = 'an event pattern does not see whether an object is there';

function nullBounds(form: Form, { kind }: FieldFacts): EventBounds {
  const either = form(NULL, MISSING);
  return kind === 'object' ? between(form(NULL), either, OBJECTS) : exactly(either);
}

function valueBounds(form: Form, { kind, lists }: FieldFacts): EventBounds {
  if (kind === 'object') return nothing(OBJECTS);
  if (lists.length > 0) return between(NEVER, form(THERE), LISTS);
  if (kind === 'text' || kind === 'boolean') return exactly(form(THERE));
  const why = 'an event pattern cannot say "anything but null"';
  return between(form(ANY_TEXT, TRUE, FALSE), form(THERE), why);
}

function thereBounds(form: Form, { kind, lists }: FieldFacts): EventBounds {
  if (kind === 'object') return nothing(OBJECTS);
  const why = 'an event pattern takes an empty list as missing';
  return lists.length > 0 ? between(form(THERE), ALWAYS, why) : exactly(form(THERE));
}

function missingBounds(path: readonly string[], { kind, lists }: FieldFacts): EventBounds {
  if (kind === 'object') return nothing(OBJECTS);
  const form = leaf<FieldForm>({ path, alternatives: [MISSING] });
  const why = 'an event pattern takes an empty list as missing';
  return lists.length > 0 ? between(NEVER, form, why) : exactly(form);
}
