import {
  atEnd,
  type Cursor,
  cursorOver,
  fail,
  failOnCharacter,
  lookingAt,
  take,
  takeMatch,
} from './cursor.ts';

/**
 * The regular expressions of filter patterns: alternatives at the top, no groups.
 * (AWS's guide, supported regular expressions.)
 */
export type RegexSyntax = readonly (readonly RegexItem[])[];

export type RegexItem =
  | { readonly kind: 'start' | 'end' }
  | {
      readonly kind: 'set';
      readonly set: CharacterSet;
      readonly min: number;
      readonly max: number;
    };

/** Indexed by character code; the last entry stands for every character outside ASCII. */
export type CharacterSet = readonly boolean[];

export const OUTSIDE_ASCII = 128;

/** An expression that would have to remember more places than this is refused. */
const PLACES_MAX = 512;

/**
 * Reads what stands between `%`; `offset` is where it stands in the pattern, for messages.
 *
 * @throws FilterPatternError if AWS does not take it.
 */
export function parseRegex(source: string, offset = 0): RegexSyntax {
  const cursor: Cursor = cursorOver(`${' '.repeat(offset)}${source}`);
  cursor.position = offset;
  const alternatives: RegexItem[][] = [];
  do {
    alternatives.push(takeAlternative(cursor));
  } while (take(cursor, '|'));
  const places = alternatives.flat().reduce((sum, item) => sum + placesOf(item), 0);
  if (places > PLACES_MAX) {
    fail(cursor, `The repetitions of a regular expression add up to at most ${PLACES_MAX}`);
  }
  return alternatives;
}

function takeAlternative(cursor: Cursor): RegexItem[] {
  const items: RegexItem[] = [];
  while (!atEnd(cursor) && !lookingAt(cursor, '|')) {
    items.push(takeItem(cursor));
  }
  if (items.length === 0) {
    fail(cursor, 'A regular expression, and each of its alternatives, has at least one character');
  }
  return items;
}

function takeItem(cursor: Cursor): RegexItem {
  if (take(cursor, '^')) {
    return { kind: 'start' };
  }
  if (take(cursor, '$')) {
    return { kind: 'end' };
  }
  return { kind: 'set', set: takeSet(cursor), ...takeQuantifier(cursor) };
}

function takeQuantifier(cursor: Cursor): { min: number; max: number } {
  if (take(cursor, '*')) {
    return { min: 0, max: Number.POSITIVE_INFINITY };
  }
  if (take(cursor, '+')) {
    return { min: 1, max: Number.POSITIVE_INFINITY };
  }
  if (take(cursor, '?')) {
    return { min: 0, max: 1 };
  }
  const braces = /^\{(\d{1,4})(,(\d{0,4}))?\}$/.exec(
    takeMatch(cursor, /\{\d{1,4}(?:,\d{0,4})?\}/y),
  );
  if (braces === null) {
    return { min: 1, max: 1 };
  }
  const min = Number(braces[1]);
  const max = braces[2] === undefined ? min : Number(braces[3] || Number.POSITIVE_INFINITY);
  if (max < min || max === 0) {
    fail(cursor, 'The second number of a repetition is at least 1 and not below the first');
  }
  return { min, max };
}

function takeSet(cursor: Cursor): CharacterSet {
  if (take(cursor, '[')) {
    return takeClass(cursor);
  }
  if (take(cursor, '.')) {
    return ANY;
  }
  if (take(cursor, '\\')) {
    return takeEscape(cursor);
  }
  const plain = takeMatch(cursor, /[A-Za-z0-9:_#=@/;, -]/y);
  if (plain !== '') {
    return setOf((code) => code === plain.charCodeAt(0));
  }
  if (/[*+?{}\]]/.test(cursor.text[cursor.position] ?? '')) {
    fail(cursor, 'There is nothing before this sign that it could repeat or close');
  }
  return failOnCharacter(cursor, 'A regular expression cannot have this character; use \\xhh');
}

/** Reads `[…]` after the bracket: characters, ranges and escapes, all but them after `^`. */
function takeClass(cursor: Cursor): CharacterSet {
  const negated = take(cursor, '^');
  const sets: CharacterSet[] = [];
  while (!take(cursor, ']')) {
    if (atEnd(cursor)) {
      fail(cursor, 'The character class is never closed');
    }
    sets.push(takeClassMember(cursor));
  }
  if (sets.length === 0) {
    fail(cursor, 'A character class has at least one character');
  }
  return setOf((code) => sets.some((set) => set[code]) !== negated);
}

function takeClassMember(cursor: Cursor): CharacterSet {
  const range = takeMatch(cursor, /[A-Za-z0-9]-[A-Za-z0-9]/y);
  if (range !== '') {
    const [low, high] = [range.charCodeAt(0), range.charCodeAt(2)];
    if (high < low) {
      fail(cursor, 'A range runs from the lower character to the higher');
    }
    return setOf((code) => code >= low && code <= high);
  }
  if (take(cursor, '\\')) {
    return takeEscape(cursor);
  }
  const plain = takeMatch(cursor, /[A-Za-z0-9:_#=@/;, ^$?{}|*+.-]/y);
  return plain === ''
    ? failOnCharacter(cursor, 'A regular expression cannot have this character; use \\xhh')
    : setOf((code) => code === plain.charCodeAt(0));
}

function takeEscape(cursor: Cursor): CharacterSet {
  const hexadecimal = takeMatch(cursor, /x[0-7][0-9A-Fa-f]/y);
  if (hexadecimal !== '') {
    const wanted = Number.parseInt(hexadecimal.slice(1), 16);
    return setOf((code) => code === wanted);
  }
  const escaped = takeMatch(cursor, /[dDsSwW]|[:_#=@/;,^$?[\]{}|\\*+. -]/y);
  if (escaped === '') {
    failOnCharacter(cursor, 'After a backslash stands an operator, d, D, s, S, w, W or xhh');
  }
  return CLASSES[escaped] ?? setOf((code) => code === escaped.charCodeAt(0));
}

function placesOf(item: RegexItem): number {
  return item.kind !== 'set' ? 1 : item.max === Number.POSITIVE_INFINITY ? item.min + 1 : item.max;
}

function setOf(contains: (code: number) => boolean): CharacterSet {
  return Array.from({ length: OUTSIDE_ASCII + 1 }, (_, code) => contains(code));
}

function classOf(members: RegExp): (code: number) => boolean {
  return (code) => code < OUTSIDE_ASCII && members.test(String.fromCharCode(code));
}

const isDigit = classOf(/[0-9]/);
const isSpace = classOf(/[ \t\n\v\f\r]/);
const isWord = classOf(/[A-Za-z0-9_]/);

const CLASSES: Readonly<Record<string, CharacterSet>> = {
  d: setOf(isDigit),
  D: setOf((code) => !isDigit(code)),
  s: setOf(isSpace),
  S: setOf((code) => !isSpace(code)),
  w: setOf(isWord),
  W: setOf((code) => !isWord(code)),
};

const ANY = setOf((code) => code !== 0x0a && code !== 0x0d);
