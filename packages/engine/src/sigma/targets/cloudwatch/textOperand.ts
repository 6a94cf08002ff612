import { parseRegex } from '../../../filter/regexSyntax.ts';
import { MANY, ONE, type WildcardPart } from '../../../policy/wildcard.ts';
import type { RegexTest, TextTest } from '../../rule.ts';
import { literalOf } from '../../text.ts';
import { hasNoCase, spellingsOf, valuesOf } from '../vocabulary/vocabulary.ts';

/** How a filter pattern compares a field with a text. */
export interface TextOperands {
  /** Any of them equal: the same as the test. Undefined if it cannot be said. */
  readonly exact: readonly string[] | undefined;
  /** The text in the spelling of the rule, which may not be the record's. */
  readonly asWritten: readonly string[];
  readonly why: string;
}

export function textOperands(
  path: readonly string[],
  test: TextTest,
  allowRegex: boolean,
): TextOperands {
  const { pattern, cased } = test;
  const plain = pattern.every((part) => typeof part !== 'string' || hasNoCase(part));
  const spellings = cased || plain ? [pattern] : spellingsOf(path, pattern);
  const asWritten = (spellings ?? [pattern]).filter(isQuotable).map(quoted);
  const isExact = spellings?.every((each) => isQuotable(each) && findsItsEnd(path, each));
  if (spellings !== undefined && isExact) return { exact: asWritten, asWritten, why: '' };
  const regex = allowRegex ? regexOf(pattern, !cased) : undefined;
  return {
    exact: regex === undefined ? undefined : [`%${regex}%`],
    asWritten,
    why: spellings === undefined ? CASE : isQuotable(pattern) ? END : WILDCARDS,
  };
}

const CASE =
  'filter patterns compare with regard to case, and how CloudTrail spells this is not known';
const END = 'filter patterns look for an ending at its first place in the text only';
const WILDCARDS = 'filter patterns know no "?" and no "*" that is not a wildcard';

/** `*` is the one wildcard, and there is no way to write one that is none. */
function isQuotable(pattern: readonly WildcardPart[]): boolean {
  return pattern.every(
    (part) => part === MANY || (typeof part === 'string' && !part.includes('*')),
  );
}

function quoted(pattern: readonly WildcardPart[]): string {
  const text = pattern.map((part) => (typeof part === 'string' ? part : '*')).join('');
  const isInteger = /^(?:0|[1-9]\d{0,14})$/.test(text);
  // Without quotes it is a number by value, however it is written, and the text as well.
  return isInteger ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * A text after `*` is looked for once, from the left: `*.111` does not match `1.111.111`. So an
 * ending is sure only where it is in no known value twice.
 */
function findsItsEnd(path: readonly string[], pattern: readonly WildcardPart[]): boolean {
  const last = pattern.at(-1);
  if (pattern.length < 2 || typeof last !== 'string') return true;
  const values = valuesOf(path.join('.'));
  return (
    values?.every(
      (value) => !value.endsWith(last) || value.indexOf(last) === value.lastIndexOf(last),
    ) ?? false
  );
}

/** AWS's regular expressions have no flags; a letter in either case is a class of two. */
function regexOf(pattern: readonly WildcardPart[], foldsCase: boolean): string | undefined {
  const literal = literalOf(pattern);
  if (literal === '') return '^$';
  const parts = pattern.map((part) =>
    part === MANY
      ? '.*'
      : part === ONE
        ? '.'
        : [...part].map((c) => regexLetter(c, foldsCase)).join(''),
  );
  const start = pattern[0] === MANY ? '' : '^';
  const end = pattern.at(-1) === MANY ? '' : '$';
  return accepted(`${start}${trimmed(parts, pattern).join('')}${end}`);
}

/** A search needs no `.*` at its ends. */
function trimmed(parts: readonly string[], pattern: readonly WildcardPart[]): readonly string[] {
  const from = pattern[0] === MANY ? 1 : 0;
  return parts.slice(from, pattern.at(-1) === MANY ? -1 : undefined);
}

function regexLetter(character: string, foldsCase: boolean): string {
  if (/[a-zA-Z]/.test(character) && foldsCase) {
    return `[${character.toUpperCase()}${character.toLowerCase()}]`;
  }
  if (/[\w:#=@/;, -]/.test(character)) return character;
  if (/[$^?[\]{}|\\*+.]/.test(character)) return `\\${character}`;
  return hexadecimal(character);
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** The rule's own regular expression, if AWS's dialect has all of it. */
export function filterRegex({ source, flags }: RegexTest): string | undefined {
  if (flags.i || flags.m || flags.s || /\\[bBAzpPQ]|\\\d/.test(source)) return undefined;
  return accepted(source.replace(/[ !"'&<>`~%]/g, hexadecimal));
}

function accepted(source: string): string | undefined {
  try {
    parseRegex(source);
    return source;
  } catch {
    return undefined;
  }
}
