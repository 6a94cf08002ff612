import {
  atEnd,
  type Cursor,
  cursorOver,
  fail,
  failOnCharacter,
  invalidCharacters,
  lookingAt,
  take,
  takeMatch,
} from './cursor.ts';
import { FilterPatternError } from './FilterPatternError.ts';
import type { JsonSelector, Selector, SelectorPart } from './syntax.ts';

/** Wildcards a selector can have, and a whole pattern (AWS's guide, JSON filter patterns). */
const WILDCARDS_PER_SELECTOR = 1;
const WILDCARDS_PER_PATTERN = 3;

/**
 * Reads a selector that stands alone, as in a metric value or a dimension: `$.a.b[0]` or `$name`.
 *
 * @throws FilterPatternError if it is neither.
 */
export function parseSelector(text: string): Selector {
  const cursor = cursorOver(text);
  const selector = /^\$[\w-]/.test(text) ? takeFieldSelector(cursor) : takeJsonSelector(cursor);
  if (!atEnd(cursor)) {
    failOnCharacter(cursor, 'This character cannot be part of a selector');
  }
  return selector;
}

function takeFieldSelector(cursor: Cursor): Selector {
  const text = takeMatch(cursor, /\$[\w-]+/y);
  return { kind: 'field', text, name: text.slice(1) };
}

/** Reads a selector into JSON where the cursor stands. */
export function takeJsonSelector(cursor: Cursor): JsonSelector {
  const start = cursor.position;
  if (!take(cursor, '$')) {
    fail(cursor, 'A condition begins with a selector such as $.eventName');
  }
  const parts: SelectorPart[] = [];
  for (let part = takePart(cursor, start); part; part = takePart(cursor, start)) {
    parts.push(part);
  }
  if (parts.length === 0) {
    failInSelector(cursor, start, 'A selector names a field, such as $.eventName');
  }
  const wildcards = parts.filter((part) => isWildcard(part)).length;
  cursor.wildcards += wildcards;
  if (wildcards > WILDCARDS_PER_SELECTOR) {
    fail(cursor, `A selector has at most ${WILDCARDS_PER_SELECTOR} wildcard`);
  }
  if (cursor.wildcards > WILDCARDS_PER_PATTERN) {
    fail(cursor, `The selectors of a pattern have at most ${WILDCARDS_PER_PATTERN} wildcards`);
  }
  return { kind: 'json', text: cursor.text.slice(start, cursor.position), parts, wildcards };
}

function takePart(cursor: Cursor, start: number): SelectorPart | undefined {
  if (take(cursor, '.*')) {
    return { kind: 'everyKey' };
  }
  if (take(cursor, '[*]')) {
    return { kind: 'everyElement' };
  }
  if (take(cursor, ".['")) {
    const key = takeMatch(cursor, /[^']+/y);
    if (key === '' || !take(cursor, "']")) {
      fail(cursor, "A key with dots is written as .['key.with.dots']");
    }
    return { kind: 'key', key };
  }
  if (take(cursor, '.')) {
    const key = takeMatch(cursor, /[A-Za-z0-9_-]+/y);
    if (key === '') {
      failInSelector(cursor, start, 'A key has letters, digits, - and _');
    }
    return { kind: 'key', key };
  }
  if (lookingAt(cursor, '[')) {
    const index = takeMatch(cursor, /\[\d{1,9}\]/y);
    if (index === '') {
      fail(cursor, 'An array is indexed by a number from 0, or by *');
    }
    return { kind: 'index', index: Number(index.slice(1, -1)) };
  }
  return undefined;
}

/** AWS names the selector up to the character that it does not take: `$."`. */
function failInSelector(cursor: Cursor, start: number, reason: string): never {
  const found = cursor.text.slice(start, cursor.position + 1);
  throw new FilterPatternError(reason, cursor.position, invalidCharacters(found));
}

function isWildcard(part: SelectorPart): boolean {
  return part.kind === 'everyKey' || part.kind === 'everyElement';
}

/** Calls the test with the values selected in a JSON value until it says true. */
export type SelectSome = (root: unknown, test: (value: unknown) => boolean) => boolean;

export function compileSelector(selector: JsonSelector): SelectSome {
  const at = selector.parts.findIndex((part) => isWildcard(part));
  if (at < 0) {
    const { parts } = selector;
    return (root, test) => {
      const value = selectOne(parts, root);
      return value !== undefined && test(value);
    };
  }
  const before = selector.parts.slice(0, at);
  const after = selector.parts.slice(at + 1);
  const overArray = selector.parts[at]!.kind === 'everyElement';
  return (root, test) => {
    const holder = selectOne(before, root);
    if (typeof holder !== 'object' || holder === null || Array.isArray(holder) !== overArray) {
      return false;
    }
    for (const child of Array.isArray(holder) ? holder : Object.values(holder)) {
      const value = selectOne(after, child);
      if (value !== undefined && test(value)) {
        return true;
      }
    }
    return false;
  };
}

/**
 * The value that parts without wildcards lead to; undefined, which JSON cannot hold, if there is
 * none. Only own members count: `$.constructor` finds nothing in an object that does not have it.
 */
export function selectOne(parts: readonly SelectorPart[], root: unknown): unknown {
  let value = root;
  for (const part of parts) {
    if (part.kind === 'key') {
      value = isObject(value) && Object.hasOwn(value, part.key) ? value[part.key] : undefined;
    } else if (part.kind === 'index') {
      value = Array.isArray(value) ? value[part.index] : undefined;
    }
    if (value === undefined) {
      return undefined;
    }
  }
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
