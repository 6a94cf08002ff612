import type { Leaf } from './valueTest.ts';

/** The leaves of JSON text that a key may have, wherever it stands. */
export interface KeyLeaves {
  readonly values: readonly Leaf[];
  /** Whether there may be leaves besides: they are not written plainly. */
  readonly mayHaveMore: boolean;
}

const UNKNOWN: KeyLeaves = { values: [], mayHaveMore: true };
/** Searches for so few characters run on the processor's own search for the first of them. */
const SEARCHED_CHARACTERS = 6;
/** Longer numbers are left to the parser. */
const LONGEST_WORD = 40;
const WORDS = new Map<string, Leaf>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** Characters by how seldom they stand in JSON; those that are missing are still rarer. */
const SELDOM_FIRST = '-9876543210zqjxkvbywgpfhmudlcrsnioate';

/**
 * Compiles the search of JSON text for the leaves of a path, without parsing it: by the last key
 * alone, so that it may find leaves of other paths, too, but never misses one. A key of an event
 * may hold dots itself, and so end with the key that is searched.
 */
export function compileTextSearch(path: string): (text: string) => KeyLeaves {
  const key = path.slice(path.lastIndexOf('.') + 1);
  // Escapes can hide any key; of these letters, none but `\u` can.
  if (!/^[\w-]+$/.test(key)) return () => UNKNOWN;
  const needle = chooseNeedle(`${key}"`);
  const before = key.slice(0, key.length + 1 - needle.length);
  return (text) => {
    const values: Leaf[] = [];
    let at = text.indexOf(needle);
    for (; at >= 0; at = text.indexOf(needle, at + needle.length)) {
      const start = at - before.length;
      if (!text.startsWith(before, start) || !isKeyStart(text, start)) continue;
      const colon = skipSpace(text, at + needle.length);
      if (text.charAt(colon) !== ':') continue;
      const value = readLeaf(text, skipSpace(text, colon + 1));
      if (value === 'unknown') return UNKNOWN;
      if (value !== 'none') values.push(value.leaf);
    }
    return { values, mayHaveMore: false };
  };
}

/** Whether keys are written without escapes that could hide letters. */
export function hasPlainKeys(text: string): boolean {
  return !text.includes('\\u');
}

/** The end of a quoted key that is found fastest: short, and with a seldom first character. */
function chooseNeedle(quoted: string): string {
  const ends = Array.from({ length: SEARCHED_CHARACTERS - 1 }, (_, index) =>
    quoted.slice(-(SEARCHED_CHARACTERS - index)),
  );
  const rank = (end: string) => SELDOM_FIRST.indexOf(end.charAt(0));
  return ends.reduce((best, end) => (rank(end) < rank(best) ? end : best));
}

function isKeyStart(text: string, start: number): boolean {
  const code = text.charCodeAt(start - 1);
  return code === 0x22 || code === 0x2e;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code <= 0x20; code = text.charCodeAt(at)) at++;
  return at;
}

function readLeaf(text: string, start: number): { readonly leaf: Leaf } | 'none' | 'unknown' {
  const first = text.charAt(start);
  if (first === '{') return 'none';
  if (first === '"') {
    const end = text.indexOf('"', start + 1);
    const leaf = text.slice(start + 1, end);
    return end < 0 || leaf.includes('\\') ? 'unknown' : { leaf };
  }
  const [word = ''] = /^[-+.\w]+/.exec(text.slice(start, start + LONGEST_WORD)) ?? [];
  if (WORDS.has(word)) return { leaf: WORDS.get(word) ?? null };
  const isWhole = word !== '' && word.length < LONGEST_WORD;
  return isWhole ? { leaf: Number(word) } : 'unknown';
}
