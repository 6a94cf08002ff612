import { compileRegex } from '../../../filter/regex.ts';
import { wildcardTest } from '../../../policy/wildcard.ts';
import type { NumberTest, RegexTest, TextTest } from '../../rule.ts';
import { foldPattern } from '../../text.ts';
import { type Bounds, between, exactly } from '../bounds.ts';
import { type FieldFacts, fieldFacts } from '../fields.ts';
import { ALWAYS, and, type Formula, type Leaf, leaf, NEVER, or } from '../formula.ts';
import { octetPatterns } from './octets.ts';
import { type Selectors, selectorsOf } from './selectors.ts';
import { filterRegex, textOperands } from './textOperand.ts';

/** A condition as it stands in the pattern, such as `$.eventName = "GetSecretValue"`. */
export type FilterForm = Formula<string>;
type FilterBounds = Bounds<string>;

/** A field, and what is known of it. */
interface Field {
  readonly selectors: Selectors;
  readonly facts: FieldFacts;
}

/** What a JSON filter pattern can say of a test. */
export function filterBounds({ path, test, negated }: Leaf, allowRegex: boolean): FilterBounds {
  if (path === undefined) return nothing('a JSON filter pattern cannot look in all fields');
  if (path.some((name) => name.includes("'"))) return nothing('the name of the field has a quote');
  const field: Field = { selectors: selectorsOf(path), facts: fieldFacts(path) };
  switch (test.kind) {
    case 'text':
      return textBounds(field, path, test, negated, allowRegex);
    case 'regex':
      return regexBounds(field, test, negated, allowRegex);
    case 'cidr': {
      if (field.facts.kind === 'object') return nothing(OBJECTS);
      const patterns = octetPatterns(test.block);
      if (patterns === undefined)
        return nothing('a filter pattern cannot say this range of addresses');
      return comparison(
        field,
        patterns.map((text) => `"${text}"`),
        false,
        negated,
      );
    }
    case 'number':
      return numberBounds(field, test, negated);
    case 'null':
      return presence(field, negated ? 'value' : 'null');
    case 'exists':
      return presence(field, test.expected !== negated ? 'there' : 'missing');
    case 'field':
      return nothing('a filter pattern cannot compare two fields');
  }
}

function nothing(why: string): FilterBounds {
  return between(NEVER, ALWAYS, why);
}

const OBJECTS = 'a filter pattern does not see objects as text';

function regexBounds(
  field: Field,
  test: RegexTest,
  negated: boolean,
  allowRegex: boolean,
): FilterBounds {
  if (field.facts.kind === 'object') return nothing(OBJECTS);
  const regex = allowRegex ? filterRegex(test) : undefined;
  if (regex === undefined) {
    return nothing("the regular expression is not within CloudWatch's dialect");
  }
  const isFound = compileRegex(regex);
  const booleans = [true, false].filter((value) => isFound(String(value)));
  return comparison(field, [`%${regex}%`], booleans, negated);
}

function textBounds(
  field: Field,
  path: readonly string[],
  test: TextTest,
  negated: boolean,
  allowRegex: boolean,
): FilterBounds {
  if (field.facts.kind === 'object') {
    return nothing(OBJECTS);
  }
  const { exact, asWritten, why } = textOperands(path, test, allowRegex);
  const pattern = foldPattern(test.pattern);
  const matches = wildcardTest(test.cased ? test.pattern : pattern);
  const booleans = [true, false].filter((value) => matches(String(value)));
  if (exact !== undefined) return comparison(field, exact, booleans, negated);
  const written = comparison(field, asWritten, booleans, negated);
  return negated
    ? between(NEVER, asWritten.length === 0 ? ALWAYS : written.wider, why)
    : between(written.narrower, ALWAYS, why);
}

/** The field equals any operand, or is one of the booleans; or it is and does neither. */
function comparison(
  { selectors, facts }: Field,
  operands: readonly string[],
  booleans: readonly boolean[] | false,
  negated: boolean,
): FilterBounds {
  const own = facts.kind === 'text' ? [] : booleans || [];
  const equals = (selector: string): FilterForm =>
    or(
      ...operands.map((operand) => leaf(`${selector} = ${operand}`)),
      ...own.map((value) => is(selector, value)),
    );
  if (negated) {
    const differs = and(...operands.map((operand) => leaf(`${selectors.lone} != ${operand}`)));
    const others = [true, false].filter((value) => !own.includes(value));
    const form = or(
      operands.length === 0 ? leaf(`${selectors.lone} = "*"`) : differs,
      missing(selectors.root),
      ...(facts.kind === 'text'
        ? []
        : [is(selectors.lone, null), ...others.map((value) => is(selectors.lone, value))]),
    );
    return selectors.inLists.length === 0 ? exactly(form) : between(form, ALWAYS, LISTS);
  }
  const form = or(...selectors.any.map(equals));
  return selectors.isComplete ? exactly(form) : between(form, ALWAYS, NESTED);
}

const LISTS = 'a filter pattern cannot say that no element of a list is so';
const NESTED = 'a selector has at most one [*]';

/** `<` and the like see JSON numbers only, not the text of one. */
function numberBounds(field: Field, test: NumberTest, negated: boolean): FilterBounds {
  if (test.timePart !== undefined) return nothing('a filter pattern cannot take a time apart');
  if (field.facts.kind === 'object') return nothing('the field is an object');
  const operator = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' }[test.comparison];
  const opposite = { eq: '!=', lt: '>=', lte: '>', gt: '<=', gte: '<' }[test.comparison];
  const { lone, root, any } = field.selectors;
  const number = String(test.number);
  const why = 'a filter pattern orders JSON numbers only, not texts of digits';
  if (!negated) {
    const forms = any.map((selector) => leaf(`${selector} ${operator} ${number}`));
    return between(or(...forms), ALWAYS, why);
  }
  const differs = test.comparison === 'eq' ? [] : [leaf(`${lone} ${opposite} ${number}`)];
  return between(or<string>(...differs, missing(root), is(lone, null)), ALWAYS, why);
}

function presence(
  { selectors, facts }: Field,
  wanted: 'null' | 'value' | 'there' | 'missing',
): FilterBounds {
  const { lone, root, inLists } = selectors;
  const absent = missing(root);
  const isNull = is(lone, null);
  const value =
    facts.kind === 'text'
      ? leaf(`${lone} = "*"`)
      : or<string>(leaf(`${lone} = "*"`), is(lone, true), is(lone, false));
  const there = facts.kind === 'text' ? value : or<string>(value, isNull);
  const isSingle = inLists.length === 0;
  switch (wanted) {
    case 'missing':
      // Of an object in a list a member may be missing in some and there in others.
      return isSingle || root === lone ? exactly(absent) : between(absent, ALWAYS, LISTS);
    case 'null':
      return isSingle
        ? exactly(or<string>(isNull, absent))
        : between(or<string>(isNull, absent), ALWAYS, LISTS);
    case 'value':
    case 'there': {
      const form = wanted === 'there' ? there : value;
      if (facts.kind === 'object') {
        const isKnown = wanted === 'there' ? isNull : NEVER;
        return between<string>(isKnown, ALWAYS, 'a filter pattern does not see objects');
      }
      return isSingle ? exactly(form) : between(form, ALWAYS, LISTS);
    }
  }
}

function missing(selector: string): FilterForm {
  return leaf(`${selector} NOT EXISTS`);
}

function is(selector: string, value: boolean | null): FilterForm {
  return leaf(`${selector} IS ${String(value).toUpperCase()}`);
}
