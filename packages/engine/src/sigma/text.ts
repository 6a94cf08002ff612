import { MANY, ONE, type WildcardPart } from '../policy/wildcard.ts';

/**
 * Reads a Sigma text: `*` and `?` are wildcards, and a backslash before one of them or before
 * another backslash takes its meaning away. Any other backslash is itself.
 */
export function parseText(source: string): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  let literal = '';
  const add = (wildcard: typeof MANY | typeof ONE) => {
    if (literal !== '') parts.push(literal);
    literal = '';
    if (wildcard === ONE || parts.at(-1) !== MANY) parts.push(wildcard);
  };
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    const next = source[at + 1];
    if (character === '\\' && (next === '\\' || next === '*' || next === '?')) {
      literal += next;
      at += 1;
    } else if (character === '*') add(MANY);
    else if (character === '?') add(ONE);
    else literal += character;
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

/** The text of a pattern without wildcards; undefined if it has any. */
export function literalOf(pattern: readonly WildcardPart[]): string | undefined {
  if (pattern.length === 0) return '';
  const only = pattern[0];
  return pattern.length === 1 && typeof only === 'string' ? only : undefined;
}

/** Members in members of an object that belong to its text. */
const DEPTH_MAX = 100;

/**
 * The text of one value of a record as Sigma compares it; undefined for null.
 *
 * An object is its JSON without white space, but the texts in it stand as they are: a policy in a
 * text of `requestParameters` is found with its quotes and without the backslashes before them.
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? jsonOf(value, 0) : String(value);
}

function jsonOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > DEPTH_MAX) return '';
  if (Array.isArray(value)) return `[${value.map((one) => jsonOf(one, depth + 1)).join(',')}]`;
  const members = Object.entries(value).map(([key, one]) => `"${key}":${jsonOf(one, depth + 1)}`);
  return `{${members.join(',')}}`;
}

/** Characters whose lower case is ASCII though they are not, or depends on their neighbours. */
const SPECIAL = /[\u0130\u212a\u03a3\u03c2]/;
const ORDINARY_RUN = /[^\u0130\u212a\u03a3\u03c2]+/g;

/**
 * A text without regard to case: equal for texts that Sigma takes as equal. It folds one character
 * at a time, so a part folds as it does within the whole. ASCII and other characters are never
 * mixed up (the Kelvin sign is no `k`), so ASCII literals can be looked for in raw bytes.
 */
export function foldCase(text: string): string {
  if (!SPECIAL.test(text)) return text.toLowerCase();
  const folded = text.replace(ORDINARY_RUN, (run) => run.toLowerCase());
  return folded.replace(/[\u03a3\u03c2]/g, '\u03c3');
}

/** The pattern with its literals folded. */
export function foldPattern(pattern: readonly WildcardPart[]): readonly WildcardPart[] {
  return pattern.map((part) => (typeof part === 'string' ? foldCase(part) : part));
}
