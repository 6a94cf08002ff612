import { parseCidr } from './address.ts';
import { InvalidEventPattern, type ValueTest } from './eventPattern.ts';
import { readNumeric } from './numericExpression.ts';
import type { Token, Tokens } from './tokens.ts';
import { findWildcardFault } from './wildcard.ts';

const ONE_KEY = 'Only one key allowed in match expression';
const MANY_ELEMENTS = 'Too many elements in numeric expression';

/** Reads `{ operator: operand }` behind its brace. `exists: false` is no test of a value. */
export function readMatchExpression(tokens: Tokens): ValueTest | 'absent' {
  const name = tokens.next();
  if (name?.kind !== 'key') return tokens.refuse('Match expression name not found');
  switch (name.text) {
    case 'exactly':
      return { kind: 'equals', value: readText(tokens, 'exact') };
    case 'prefix':
    case 'suffix':
      return readAffix(tokens, name.text);
    case 'equals-ignore-case':
      return { kind: 'equalsIgnoreCase', text: readText(tokens, name.text) };
    case 'wildcard':
      return { kind: 'wildcard', text: readText(tokens, name.text, checkWildcard) };
    case 'cidr':
      // AWS speaks of a prefix here, too.
      return { kind: 'cidr', text: readText(tokens, 'prefix', parseCidr) };
    case 'numeric':
      return readNumeric(tokens);
    case 'anything-but':
      return readAnythingBut(tokens);
    case 'exists':
      return readExists(tokens);
    default:
      return tokens.refuse(`Unrecognized match type ${name.text}`);
  }
}

function readText(
  tokens: Tokens,
  operator: string,
  check?: (text: string, tokens: Tokens) => unknown,
): string {
  if (tokens.next()?.kind !== 'string') {
    tokens.refuse(`${operator} match pattern must be a string`);
  }
  const text = tokens.text();
  check?.(text, tokens);
  closeObject(tokens, ONE_KEY);
  return text;
}

function closeObject(tokens: Tokens, otherwise: string): void {
  if (tokens.next()?.kind !== '}') tokens.refuse(otherwise);
}

function readAffix(tokens: Tokens, kind: 'prefix' | 'suffix'): ValueTest {
  const operand = tokens.next()?.kind;
  if (operand !== '{') {
    if (operand !== 'string') tokens.refuse(`${kind} match pattern must be a string`);
    const text = tokens.text();
    closeObject(tokens, ONE_KEY);
    return { kind, text, ignoreCase: false };
  }
  const name = tokens.next();
  const title = kind === 'prefix' ? 'Prefix' : 'Suffix';
  if (name?.kind !== 'key') return tokens.refuse(`${title} expression name not found`);
  if (name.text !== 'equals-ignore-case') {
    tokens.refuse(`Unsupported ${kind} pattern: ${name.text}`);
  }
  const text = readText(tokens, name.text);
  closeObject(tokens, ONE_KEY);
  return { kind, text, ignoreCase: true };
}

function readExists(tokens: Tokens): ValueTest | 'absent' {
  const operand = tokens.next()?.kind;
  if (operand !== 'true' && operand !== 'false') {
    tokens.refuse('exists match pattern must be either true or false.');
  }
  closeObject(tokens, ONE_KEY);
  return operand === 'true' ? { kind: 'exists' } : 'absent';
}

type Nested = 'equals-ignore-case' | 'prefix' | 'suffix' | 'wildcard';

function readAnythingBut(tokens: Tokens): ValueTest {
  let operand = tokens.next();
  let nested: Nested | undefined;
  if (operand?.kind === '{') {
    nested = readNestedName(tokens);
    operand = tokens.next();
  }
  const kind = operand?.kind;
  if (!operand || (kind !== '[' && kind !== 'string' && kind !== 'number')) {
    return tokens.refuse('Value of anything-but must be an array or single string/number value.');
  }
  const tests = readExcluded(tokens, operand, nested);
  closeObject(tokens, MANY_ELEMENTS);
  if (nested) closeObject(tokens, MANY_ELEMENTS);
  return { kind: 'anythingBut', tests };
}

function readNestedName(tokens: Tokens): Nested {
  const name = tokens.next();
  if (name?.kind !== 'key') return tokens.refuse('Anything-But expression name not found');
  const { text } = name;
  if (text === 'equals-ignore-case' || text === 'prefix') return text;
  if (text === 'suffix' || text === 'wildcard') return text;
  return tokens.refuse(`Unsupported anything-but pattern: ${text}`);
}

function readExcluded(
  tokens: Tokens,
  operand: Token,
  nested: Nested | undefined,
): readonly ValueTest[] {
  const read = (token: Token) =>
    nested ? readNestedValue(tokens, token, nested) : readPlainValue(tokens, token);
  const tests = operand.kind === '[' ? readList(tokens, read) : [read(operand)];
  if (!nested) {
    const types = new Set(tests.map((test) => test.kind === 'equals' && typeof test.value));
    if (types.size !== 1) {
      tokens.refuse(
        'Inside anything but list, either all values are number or string, ' +
          'mixed type is not supported',
      );
    }
  }
  for (const test of tests) if (test.kind === 'wildcard') checkWildcard(test.text, tokens);
  return tests;
}

/** AWS wraps what is wrong inside of a list once more, so its message names the place twice. */
function readList(tokens: Tokens, read: (token: Token) => ValueTest): readonly ValueTest[] {
  const tests: ValueTest[] = [];
  try {
    for (let token = tokens.next(); token && token.kind !== ']'; token = tokens.next()) {
      tests.push(read(token));
    }
    return tests;
  } catch (error) {
    if (!(error instanceof InvalidEventPattern)) throw error;
    return tokens.refuse(error.reason + tokens.place());
  }
}

function readPlainValue(tokens: Tokens, { kind, text }: Token): ValueTest {
  if (kind === 'string') return { kind: 'equals', value: tokens.text() };
  if (kind === 'number') return { kind: 'equals', value: Number(text) };
  return tokens.refuse('Inside anything but list, start|null|boolean is not supported.');
}

function readNestedValue(tokens: Tokens, { kind }: Token, nested: Nested): ValueTest {
  if (nested === 'equals-ignore-case') {
    if (kind === 'string') return { kind: 'equalsIgnoreCase', text: tokens.text() };
    return tokens.refuse(
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    );
  }
  if (nested === 'wildcard') {
    if (kind === 'string') return { kind: nested, text: tokens.text() };
    return tokens.refuse('wildcard match pattern must be a string');
  }
  if (kind !== 'string') return tokens.refuse('prefix/suffix match pattern must be a string');
  const text = tokens.text();
  if (text === '') tokens.refuse('Null prefix/suffix not allowed');
  return { kind: nested, text, ignoreCase: false };
}

function checkWildcard(text: string, tokens: Tokens): void {
  const fault = findWildcardFault(text);
  if (fault) tokens.refuse(fault);
}
