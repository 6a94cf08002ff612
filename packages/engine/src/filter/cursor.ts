import { FilterPatternError } from './FilterPatternError.ts';

/** Where a parser stands in its text, and what it has counted on the way. */
export interface Cursor {
  readonly text: string;
  position: number;
  regexes: number;
  wildcards: number;
}

export function cursorOver(text: string): Cursor {
  return { text, position: 0, regexes: 0, wildcards: 0 };
}

export function atEnd(cursor: Cursor): boolean {
  return cursor.position >= cursor.text.length;
}

export function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text[cursor.position] ?? '')) {
    cursor.position += 1;
  }
}

export function lookingAt(cursor: Cursor, token: string): boolean {
  return cursor.text.startsWith(token, cursor.position);
}

/** Moves past the token if it is next. */
export function take(cursor: Cursor, token: string): boolean {
  if (!lookingAt(cursor, token)) {
    return false;
  }
  cursor.position += token.length;
  return true;
}

/** Moves past what the sticky expression matches here and returns it; '' if it does not match. */
export function takeMatch(cursor: Cursor, sticky: RegExp): string {
  sticky.lastIndex = cursor.position;
  const found = sticky.exec(cursor.text)?.[0] ?? '';
  cursor.position += found.length;
  return found;
}

/**
 * Reads `"…"`. `\"` is a quote and `\\` a backslash; a backslash before anything else stands for
 * itself.
 */
export function takeQuoted(cursor: Cursor): string {
  const start = cursor.position;
  const quoted = takeMatch(cursor, /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y);
  if (quoted === '') {
    throw new FilterPatternError('The quoted text that opens here is never closed', start);
  }
  return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

export function fail(cursor: Cursor, reason: string): never {
  throw new FilterPatternError(reason, cursor.position);
}

/** Refuses the character that is next, in the words AWS has for it. */
export function failOnCharacter(cursor: Cursor, reason: string): never {
  const found = String.fromCodePoint(cursor.text.codePointAt(cursor.position) ?? 0x20);
  throw new FilterPatternError(reason, cursor.position, invalidCharacters(found));
}

export function invalidCharacters(found: string): string {
  return `Invalid character(s) in term '${found}'`;
}
