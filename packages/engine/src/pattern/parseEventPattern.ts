import { readAddress } from './address.ts';
import {
  type Branch,
  type EventPattern,
  type FieldTest,
  InvalidEventPattern,
  type ValueTest,
} from './eventPattern.ts';
import { readMatchExpression } from './matchExpression.ts';
import { readTokens, type Token, type Tokens } from './tokens.ts';
import { checkComplexity } from './wildcardComplexity.ts';

/** So many combinations may the `$or` lists of one pattern make (User Guide, "Using $or"). */
const MAX_BRANCHES = 1_000;

/** Names that make `$or` a field of that name: the operators, and words reserved for more. */
const RESERVED = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard'],
  ...['numeric', 'cidr', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard'],
  ...['not-equals-ignore-case', 'date-after', 'date-on-or-after', 'date-before'],
  ...['date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
]);

/**
 * Reads and checks an event pattern as EventBridge does (User Guide, "Creating event patterns").
 * The size limit of a pattern belongs to the operation that takes it.
 *
 * @throws {InvalidEventPattern} with AWS's message.
 */
export function parseEventPattern(text: string): EventPattern {
  const pattern = readPattern(text);
  checkComplexity(pattern.branches);
  return pattern;
}

/** AWS reads `$or` as the name of a field where the pattern makes no sense otherwise. */
function readPattern(text: string): EventPattern {
  try {
    return readBranches(text, true);
  } catch (error) {
    const usesOr = error instanceof InvalidEventPattern && text.includes('$or');
    if (!usesOr) throw error;
    return readBranches(text, false);
  }
}

function readBranches(text: string, withOr: boolean): EventPattern {
  const tokens = readTokens(text);
  if (tokens.next()?.kind !== '{') tokens.refuse('Filter is not an object');
  const branches = readObject(tokens, { path: '', withOr, insideOr: false }, []);
  return { branches: branches.map(sortFields) };
}

/** Fields by path: a field that comes again takes the place of the first, in document order. */
type Fields = ReadonlyMap<string, FieldTest>;

interface Scope {
  /** The keys above, each followed by a dot. */
  readonly path: string;
  readonly withOr: boolean;
  readonly insideOr: boolean;
}

function readObject(tokens: Tokens, scope: Scope, before: readonly Fields[]): readonly Fields[] {
  let branches = before;
  let key = nextToken(tokens);
  if (key.kind === '}') tokens.refuse('Empty objects are not allowed');
  for (; key.kind !== '}'; key = nextToken(tokens)) {
    branches = readEntry(tokens, scope, key.text, branches);
  }
  return branches;
}

function readEntry(
  tokens: Tokens,
  scope: Scope,
  key: string,
  branches: readonly Fields[],
): readonly Fields[] {
  if (scope.withOr && key === '$or') return readOr(tokens, scope, branches);
  if (scope.insideOr && RESERVED.has(key)) {
    tokens.refuse(`${key} is Ruler reserved fieldName which cannot be used inside $or.`);
  }
  const path = scope.path + key;
  const { kind } = nextToken(tokens);
  if (kind === '{') return readObject(tokens, { ...scope, path: `${path}.` }, branches);
  if (kind !== '[') tokens.refuse(`"${key}" must be an object or an array`);
  const field = readField(tokens, path);
  const extended = branches.length > 0 ? branches : [new Map<string, FieldTest>()];
  return extended.map((fields) => new Map([...fields, [path, field]]));
}

function readOr(tokens: Tokens, scope: Scope, before: readonly Fields[]): readonly Fields[] {
  if (nextToken(tokens).kind !== '[') tokens.refuse('It must be an Array followed with $or.');
  const branches: Fields[] = [];
  let alternatives = 0;
  for (let token = nextToken(tokens); token.kind !== ']'; token = nextToken(tokens)) {
    alternatives++;
    if (token.kind !== '{') {
      tokens.refuse('Only JSON object is allowed in array of $or relationship.');
    }
    branches.push(...readObject(tokens, { ...scope, insideOr: true }, before));
    if (branches.length > MAX_BRANCHES) {
      tokens.refuse(`Rule is too complex - $or may make at most ${MAX_BRANCHES} combinations`);
    }
  }
  if (alternatives < 2) tokens.refuse('There must have at least 2 Objects in $or relationship.');
  return branches;
}

function readField(tokens: Tokens, path: string): FieldTest {
  const tests: ValueTest[] = [];
  let mayBeAbsent = false;
  let token = nextToken(tokens);
  if (token.kind === ']') tokens.refuse('Empty arrays are not allowed');
  for (; token.kind !== ']'; token = nextToken(tokens)) {
    const test = token.kind === '{' ? readMatchExpression(tokens) : readLiteral(tokens, token);
    if (test === 'absent') mayBeAbsent = true;
    else tests.push(test);
  }
  return { path, tests, mayBeAbsent };
}

function readLiteral(tokens: Tokens, { kind, text }: Token): ValueTest {
  if (kind === 'string') return readTextLiteral(tokens.text());
  if (kind === 'number') return { kind: 'equals', value: Number(text) };
  if (kind === 'true' || kind === 'false') return { kind: 'equals', value: kind === 'true' };
  if (kind === 'null') return { kind: 'equals', value: null };
  return tokens.refuse('Match value must be String, number, true, false, or null');
}

/** A literal that is an IP address matches the same address however it is written. */
function readTextLiteral(text: string): ValueTest {
  const isAddress = readAddress(text) !== undefined;
  return isAddress ? { kind: 'address', text } : { kind: 'equals', value: text };
}

function nextToken(tokens: Tokens): Token {
  return tokens.next() ?? tokens.refuse('Unexpected end-of-input');
}

/** AWS works its fields off in this order, which shows where `exists: false` meets arrays. */
function sortFields(fields: Fields): Branch {
  return [...fields.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}
