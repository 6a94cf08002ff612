import { inBlock, parseAddress, parseBlock } from '../policy/address.ts';
import { MANY, wildcardTest } from '../policy/wildcard.ts';
import { refuse } from './FilterPolicyError.ts';
import { numericTest } from './numeric.ts';

export type JsonScalar = string | number | boolean | null;

/** A value of the message. Without `value` it exists, but nothing can be said of what it is. */
export interface Candidate {
  readonly value: JsonScalar | undefined;
  /** As it was written; prefixes and the like also look at numbers. */
  readonly text: string | undefined;
}

/** Decides over all values that a key leads to; none means that the key is absent. */
export type Match = (candidates: readonly Candidate[]) => boolean;

type Single = (candidate: Candidate) => boolean;
type TextTest = (text: string) => boolean;

/** @throws FilterPolicyError where SNS does not take the value */
export function compileMatch(expected: unknown): Match {
  if (typeof expected !== 'object' || expected === null) return someOf(equals(scalarOf(expected)));
  if (Array.isArray(expected)) refuse(NOT_A_SCALAR);
  const entries = Object.entries(expected);
  if (entries.length !== 1) refuse('Only one key allowed in match expression');
  const [operator, operand] = entries[0]! as [string, unknown];
  if (operator === 'exists') return exists(operand);
  if (operator === 'anything-but') return anythingBut(operand);
  if (operator === 'numeric') return someOf(numeric(operand));
  if (operator === 'cidr') return someOf(texts(cidr(operand)));
  return someOf(texts(textTest(operator, operand, 'Unrecognized match type')));
}

const NOT_A_SCALAR = 'Match value must be String, number, true, false, or null';

function someOf(single: Single): Match {
  return (candidates) => candidates.some(single);
}

function scalarOf(value: unknown): JsonScalar {
  const type = typeof value;
  if (value !== null && type !== 'string' && type !== 'number' && type !== 'boolean') {
    refuse(NOT_A_SCALAR);
  }
  return value as JsonScalar;
}

function equals(expected: JsonScalar): Single {
  return ({ value }) => value === expected;
}

/** Strings alone: a number has no prefix. */
function texts(test: TextTest): Single {
  return ({ value }) => typeof value === 'string' && test(value);
}

/** `exists: true` also holds for a value of a kind that nothing else can match. */
function exists(operand: unknown): Match {
  if (typeof operand !== 'boolean') {
    refuse('exists match pattern must be either true or false.');
  }
  return (candidates) => candidates.length > 0 === operand;
}

/**
 * Holds where the key is there and one of its values is none of those listed. Of a String.Array it
 * is enough that one item differs.
 */
function anythingBut(operand: unknown): Match {
  const excluded = excludedBy(operand);
  return (candidates) =>
    candidates.some((candidate) => candidate.value !== undefined && !excluded(candidate));
}

function excludedBy(operand: unknown): Single {
  if (typeof operand !== 'object' || operand === null) return anyOf([operand].map(excludedScalar));
  if (Array.isArray(operand)) {
    if (operand.length === 0) refuse('Empty arrays are not allowed');
    return anyOf(operand.map(excludedScalar));
  }
  const entries = Object.entries(operand);
  if (entries.length !== 1) refuse('Only one key allowed in match expression');
  const [operator, inner] = entries[0]! as [string, unknown];
  const operands = Array.isArray(inner) ? inner : [inner];
  if (operands.length === 0) refuse('Empty arrays are not allowed');
  const unknown = 'Unsupported anything-but pattern:';
  return anyOf(operands.map((one) => texts(textTest(operator, one, unknown))));
}

function excludedScalar(value: unknown): Single {
  if (typeof value !== 'string' && typeof value !== 'number') {
    refuse('Inside anything but list, start|null|boolean is not supported.');
  }
  return equals(value);
}

function anyOf(tests: readonly Single[]): Single {
  return (candidate) => tests.some((test) => test(candidate));
}

function textTest(operator: string, operand: unknown, unknown: string): TextTest {
  const compile = TEXT_TESTS.get(operator);
  if (compile === undefined) refuse(`${unknown} ${operator}`);
  if (typeof operand !== 'string') refuse(`${operator} match pattern must be a string`);
  return compile(operand);
}

const TEXT_TESTS: ReadonlyMap<string, (operand: string) => TextTest> = new Map([
  ['prefix', (operand: string) => (text: string) => text.startsWith(operand)],
  ['suffix', (operand: string) => (text: string) => text.endsWith(operand)],
  ['equals-ignore-case', equalsIgnoreCase],
  ['wildcard', wildcard],
]);

function equalsIgnoreCase(operand: string): TextTest {
  const lower = operand.toLowerCase();
  return (text) => text.toLowerCase() === lower;
}

/** Only `*` is a wildcard here; a backslash makes it, or another backslash, plain text. */
function wildcard(operand: string): TextTest {
  const pieces: readonly string[] = operand.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  if (pieces.includes('\\')) refuse('Invalid escape character in wildcard');
  if (pieces.some((piece, index) => piece === '*' && pieces[index + 1] === '*')) {
    refuse('Consecutive wildcard characters are not allowed');
  }
  return wildcardTest(
    pieces.map((piece) => (piece === '*' ? MANY : piece.startsWith('\\') ? piece.slice(1) : piece)),
  );
}

function cidr(operand: unknown): TextTest {
  if (typeof operand !== 'string') refuse('prefix match pattern must be a string');
  const [address, mask, more] = operand.split('/');
  if (mask === undefined || more !== undefined) refuse("Malformed CIDR, one '/' required");
  if (!/^-?\d+$/.test(mask)) refuse('Malformed CIDR, mask bits must be an integer');
  const block = parseBlock(operand);
  if (block === undefined) refuse(`Nonstandard IP address: ${address}`);
  return (text) => {
    const found = parseAddress(text);
    return found !== undefined && inBlock(found, block);
  };
}

function numeric(operand: unknown): Single {
  const test = numericTest(operand);
  return ({ value }) => typeof value === 'number' && test(value);
}
