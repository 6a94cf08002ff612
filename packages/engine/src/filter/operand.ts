import {
  type Cursor,
  fail,
  failOnCharacter,
  invalidCharacters,
  lookingAt,
  takeMatch,
  takeQuoted,
} from './cursor.ts';
import { FilterPatternError } from './FilterPatternError.ts';
import { compileRegex } from './regex.ts';
import { parseRegex } from './regexSyntax.ts';
import type { Comparison, Operand, Operator } from './syntax.ts';
import { compileWildcard } from './wildcard.ts';

/** Regular expressions a pattern can have (AWS's guide, supported regular expressions). */
const REGEXES_PER_PATTERN = 2;

/** Reads an operator and what follows it; undefined, without moving, if there is no operator. */
export function takeComparison(cursor: Cursor): Comparison | undefined {
  const operator = takeMatch(cursor, /[<>]=?|!=|=/y) as Operator | '';
  if (operator === '') {
    return undefined;
  }
  takeMatch(cursor, /\s+/y);
  const start = cursor.position;
  const operand = takeOperand(cursor);
  const isOrder = operator.startsWith('<') || operator.startsWith('>');
  if (isOrder && (operand.kind !== 'word' || toNumber(operand.text) === undefined)) {
    const found = cursor.text.slice(start, cursor.position);
    const reason = `${operator} compares with a number that is not in quotes`;
    throw new FilterPatternError(reason, start, invalidCharacters(found));
  }
  return { operator, operand };
}

function takeOperand(cursor: Cursor): Operand {
  if (lookingAt(cursor, '"')) {
    return { kind: 'text', text: takeQuoted(cursor) };
  }
  if (lookingAt(cursor, '%')) {
    return { kind: 'regex', source: takeRegex(cursor) };
  }
  const text = takeMatch(cursor, /[\w.*+-]+/y);
  if (/[^\s(){}[\],&|]/.test(cursor.text[cursor.position] ?? ' ')) {
    failOnCharacter(cursor, 'A value with this character needs quotes');
  }
  if (text === '') {
    fail(cursor, 'A value is expected here');
  }
  return { kind: 'word', text };
}

/** Reads `%…%` and returns what is between. */
export function takeRegex(cursor: Cursor): string {
  const start = cursor.position;
  const literal = takeMatch(cursor, /%[^%]*%/y);
  if (literal === '') {
    throw new FilterPatternError('The regular expression that opens here is never closed', start);
  }
  const source = literal.slice(1, -1);
  parseRegex(source, start + 1);
  cursor.regexes += 1;
  if (cursor.regexes > REGEXES_PER_PATTERN) {
    const reason = `A pattern has at most ${REGEXES_PER_PATTERN} regular expressions`;
    throw new FilterPatternError(reason, start);
  }
  return source;
}

/** The test of a text that `=` makes with this operand; `!=` is its opposite. */
export function compileText(operand: Operand): (text: string) => boolean {
  return operand.kind === 'regex' ? compileRegex(operand.source) : compileWildcard(operand.text);
}

/** The test of a number that an operator makes with a number. */
export function compileNumber(operator: Operator, bound: number): (value: number) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === bound;
    case '!=':
      return (value) => value !== bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
  }
}

/** The number an unquoted operand is, if it is one. */
export function operandNumber(operand: Operand): number | undefined {
  return operand.kind === 'word' ? toNumber(operand.text) : undefined;
}

/**
 * The number that a selected value gives to a metric: a JSON number, or text that reads as one, as
 * `"11.5"` does. Anything else gives no data point.
 */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'string'
    ? toNumber(value)
    : typeof value === 'number'
      ? value
      : undefined;
}

/** Sign, digits with at most one point, exponent: no spaces, no hexadecimal, no `Infinity`. */
export function toNumber(text: string): number | undefined {
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  const value = isNumber ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
