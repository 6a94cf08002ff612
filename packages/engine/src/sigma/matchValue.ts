import { inBlock, parseAddress } from '../policy/address.ts';
import { MANY, type WildcardPart, wildcardTest } from '../policy/wildcard.ts';
import type { Fields, FieldView } from './field.ts';
import type { FieldTest, NumberTest, RegexFlags, TextTest, ValueTest } from './rule.ts';
import { foldPattern, literalOf } from './text.ts';
import { timePartOf } from './timePart.ts';

/**
 * Whoever compiles rules brings the regular expressions. They must run in linear time, since rules
 * come from others: RE2 does, `RegExp` does not.
 */
export type RegexEngine = (source: string, flags: RegexFlags) => Regex;

export interface Regex {
  /** Whether it is found anywhere in the text. */
  test(text: string): boolean;
}

/** Compiles one test of a value to a question about a field of a record. */
export function compileTest(
  test: ValueTest,
  fields: Fields,
  regex: RegexEngine,
): (field: FieldView) => boolean {
  switch (test.kind) {
    case 'text':
      return compileText(test);
    case 'regex': {
      const compiled = regex(test.source, test.flags);
      return (field) => field.texts.some((text) => compiled.test(text));
    }
    case 'cidr':
      return (field) =>
        field.texts.some((text) => {
          const address = parseAddress(text);
          return address !== undefined && inBlock(address, test.block);
        });
    case 'number':
      return compileNumber(test);
    case 'field':
      return compileFieldTest(test, fields);
    case 'null':
      return (field) => field.values.length === 0 || field.values.includes(null);
    case 'exists':
      return (field) => field.present === test.expected;
  }
}

function compileText({ pattern, cased }: TextTest): (field: FieldView) => boolean {
  const wanted = cased ? pattern : foldPattern(pattern);
  const literal = literalOf(wanted);
  if (literal !== undefined) {
    return cased
      ? (field) => field.texts.includes(literal)
      : (field) => field.folded.includes(literal);
  }
  const matches = containedIn(wanted) ?? wildcardTest(wanted);
  return cased ? (field) => field.texts.some(matches) : (field) => field.folded.some(matches);
}

/** The most frequent pattern, `*text*`, by the search of the runtime. */
function containedIn(pattern: readonly WildcardPart[]): ((text: string) => boolean) | undefined {
  const [head, literal, tail] = pattern;
  if (pattern.length !== 3 || head !== MANY || tail !== MANY) return undefined;
  return typeof literal === 'string' ? (text) => text.includes(literal) : undefined;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function compileNumber(test: NumberTest): (field: FieldView) => boolean {
  const compare = NUMBER_COMPARISONS[test.comparison];
  const { number, timePart } = test;
  return (field) =>
    field.texts.some((text) => {
      if (timePart !== undefined) {
        const part = timePartOf(text, timePart);
        return part !== undefined && compare(part, number);
      }
      return DECIMAL.test(text) && compare(Number(text), number);
    });
}

const NUMBER_COMPARISONS: Readonly<
  Record<NumberTest['comparison'], (a: number, b: number) => boolean>
> = {
  eq: (a, b) => a === b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

function compileFieldTest(test: FieldTest, fields: Fields): (field: FieldView) => boolean {
  const other = fields.reader(test.path);
  const relate = RELATIONS[test.relation];
  return (field) => {
    const [ours, theirs] = test.cased
      ? [field.texts, other().texts]
      : [field.folded, other().folded];
    return ours.some((text) => theirs.some((part) => relate(text, part)));
  };
}

const RELATIONS: Readonly<Record<FieldTest['relation'], (a: string, b: string) => boolean>> = {
  equals: (a, b) => a === b,
  startswith: (a, b) => a.startsWith(b),
  endswith: (a, b) => a.endsWith(b),
  contains: (a, b) => a.includes(b),
};
