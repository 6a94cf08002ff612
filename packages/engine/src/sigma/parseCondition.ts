import { elements, fail, type Node, textIn } from './node.ts';
import type { Condition } from './rule.ts';

/** Brackets and `not` that may stand around each other. */
const DEPTH_MAX = 100;
/** Characters of a condition. */
const LENGTH_MAX = 20_000;

/**
 * Reads the condition, or the list of them of which any must hold. What binds least comes first:
 * `or`, `and`, `not`, `x of`, brackets.
 */
export function parseCondition(node: Node, names: readonly string[]): Condition {
  if (node.value === undefined) fail(node, '"detection" needs a "condition"');
  const all = elements(node);
  if (all.length === 0) fail(node, 'the list of conditions is empty');
  return join(
    'or',
    all.map((element) => parseOne(element, names)),
  );
}

function join(kind: 'and' | 'or', of: readonly Condition[]): Condition {
  return of.length === 1 ? of[0]! : { kind, of };
}

interface Cursor {
  readonly node: Node;
  readonly names: readonly string[];
  readonly tokens: readonly string[];
  at: number;
  depth: number;
}

function parseOne(node: Node, names: readonly string[]): Condition {
  const text = textIn(node, '"condition"');
  if (text.length > LENGTH_MAX) fail(node, `a condition has at most ${LENGTH_MAX} characters`);
  const tokens: readonly string[] = text.match(/[()|]|[^\s()|]+/g) ?? [];
  if (tokens.includes('|')) {
    const instead = 'write a correlation, which counts what a rule finds';
    fail(node, `"|" in a condition is the old way to count and is not done: ${instead}`);
  }
  const cursor = { node, names, tokens, at: 0, depth: 0 };
  const condition = takeOr(cursor);
  const rest = tokens[cursor.at];
  if (rest === ')') failAt(cursor, 'a bracket is closed that was not opened');
  if (rest !== undefined) {
    failAt(cursor, `"${rest}" cannot follow here: "and" or "or" is missing`);
  }
  return condition;
}

function takeOr(cursor: Cursor): Condition {
  const members = [takeAnd(cursor)];
  while (takeWord(cursor, 'or')) members.push(takeAnd(cursor));
  return join('or', members);
}

function takeAnd(cursor: Cursor): Condition {
  const members = [takeNot(cursor)];
  while (takeWord(cursor, 'and')) members.push(takeNot(cursor));
  return join('and', members);
}

function takeNot(cursor: Cursor): Condition {
  cursor.depth += 1;
  if (cursor.depth > DEPTH_MAX) failAt(cursor, `it is nested more than ${DEPTH_MAX} deep`);
  const condition: Condition = takeWord(cursor, 'not')
    ? { kind: 'not', of: takeNot(cursor) }
    : takePrimary(cursor);
  cursor.depth -= 1;
  return condition;
}

function takePrimary(cursor: Cursor): Condition {
  const token = cursor.tokens[cursor.at++];
  if (token === undefined) failAt(cursor, 'it ends where a search identifier should be');
  if (token === '(') {
    const inner = takeOr(cursor);
    if (cursor.tokens[cursor.at++] !== ')') failAt(cursor, 'a bracket is not closed');
    return inner;
  }
  if (cursor.tokens[cursor.at]?.toLowerCase() === 'of') return takeQuantified(cursor, token);
  if (!cursor.names.includes(token)) {
    failAt(cursor, `"${token}" is no search identifier; there are ${cursor.names.join(', ')}`);
  }
  return { kind: 'search', name: token };
}

function takeQuantified(cursor: Cursor, quantity: string): Condition {
  const pattern = cursor.tokens[cursor.at + 1];
  cursor.at += 2;
  if (pattern === undefined) failAt(cursor, `"${quantity} of" needs a pattern or "them"`);
  const some = quantity === '1' || quantity.toLowerCase() === 'any';
  if (!some && quantity.toLowerCase() !== 'all') {
    failAt(cursor, `Sigma knows "1 of" and "all of", not "${quantity} of"`);
  }
  const found = cursor.names.filter((name) => isMeant(name, pattern));
  if (found.length === 0) failAt(cursor, `no search identifier is meant by "${pattern}"`);
  const searches = found.map((name): Condition => ({ kind: 'search', name }));
  return join(some ? 'or' : 'and', searches);
}

function takeWord(cursor: Cursor, word: string): boolean {
  const taken = cursor.tokens[cursor.at]?.toLowerCase() === word;
  if (taken) cursor.at += 1;
  return taken;
}

function failAt(cursor: Cursor, reason: string): never {
  fail(cursor.node, `condition "${cursor.tokens.join(' ')}": ${reason}`);
}

/** Names with `_` in front are meant only by patterns that begin so themselves. */
function isMeant(name: string, pattern: string): boolean {
  if (pattern.toLowerCase() === 'them') return !name.startsWith('_');
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
