/** `*`: any run of characters, also none. */
export const MANY: unique symbol = Symbol('*');
/** `?`: exactly one character. */
export const ONE: unique symbol = Symbol('?');

export type WildcardPart = string | typeof MANY | typeof ONE;
type Chunk = readonly (string | typeof ONE)[];

/** Reads the wildcards of a text. */
export function parseWildcards(text: string): readonly WildcardPart[] {
  return text
    .split(/([*?])/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '*' ? MANY : piece === '?' ? ONE : piece));
}

/**
 * Compiles a pattern to a test of whole strings.
 *
 * The pattern is cut at its `*` into chunks of fixed length. The first chunk is anchored at the
 * start, the last at the end, and each one between is taken at its leftmost place after the one
 * before. Leftmost is always right: it leaves the most room for what follows. So no star is ever
 * tried twice, and a pattern such as `*a*a*a*a*b` costs no more than a plain search, where a
 * backtracking matcher or a regular expression would take exponential time.
 */
export function wildcardTest(parts: readonly WildcardPart[]): (value: string) => boolean {
  const chunks = chunksOf(parts);
  const first = chunks[0]!;
  if (chunks.length === 1) return exactTest(first);
  const last = chunks.at(-1)!;
  const middle = chunks.slice(1, -1).filter((chunk) => chunk.length > 0);
  const firstLength = lengthOf(first);
  const lastLength = lengthOf(last);
  if (middle.length === 0 && lastLength === 0) {
    return firstLength === 0 ? () => true : (value) => matchesAt(first, value, 0);
  }
  return (value) => {
    const end = value.length - lastLength;
    if (firstLength > end || !matchesAt(first, value, 0)) return false;
    if (!matchesAt(last, value, end)) return false;
    let from = firstLength;
    for (const chunk of middle) {
      const found = find(chunk, value, from, end);
      if (found < 0) return false;
      from = found + lengthOf(chunk);
    }
    return true;
  };
}

function exactTest(chunk: Chunk): (value: string) => boolean {
  const length = lengthOf(chunk);
  if (chunk.length === 0) return (value) => value === '';
  const text = chunk[0];
  if (chunk.length === 1 && typeof text === 'string') return (value) => value === text;
  return (value) => value.length === length && matchesAt(chunk, value, 0);
}

function chunksOf(parts: readonly WildcardPart[]): Chunk[] {
  const chunks: (string | typeof ONE)[][] = [[]];
  for (const part of parts) {
    if (part === MANY) chunks.push([]);
    else chunks.at(-1)!.push(part);
  }
  return chunks;
}

function lengthOf(chunk: Chunk): number {
  return chunk.reduce((sum, part) => sum + (part === ONE ? 1 : part.length), 0);
}

function matchesAt(chunk: Chunk, value: string, at: number): boolean {
  let position = at;
  for (const part of chunk) {
    if (part === ONE) {
      if (position >= value.length) return false;
      position += 1;
    } else {
      if (!value.startsWith(part, position)) return false;
      position += part.length;
    }
  }
  return true;
}

/** The leftmost place of a chunk that begins at `from` or later and ends at `end` or before. */
function find(chunk: Chunk, value: string, from: number, end: number): number {
  const lastStart = end - lengthOf(chunk);
  const text = chunk[0];
  if (chunk.length === 1 && typeof text === 'string') {
    const found = value.indexOf(text, from);
    return found <= lastStart ? found : -1;
  }
  for (let start = from; start <= lastStart; start++) {
    if (matchesAt(chunk, value, start)) return start;
  }
  return -1;
}
