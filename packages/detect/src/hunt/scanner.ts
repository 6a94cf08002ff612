import { objectEnd } from './objectEnd.ts';

/**
 * Finds the objects in a piece of a log, and gives those that a rule could match. What it gives is
 * matched again, so it may give too much, but never too little.
 */
export interface Scanner {
  /**
   * Looks at the whole objects in `bytes`, which begin outside of any object.
   *
   * - `list`: objects with anything but brackets and quotes between them, up to the end of `bytes`
   *   or to the bracket that closes the list they are in.
   * - `lines`: one object in each line, behind a time or nothing. A line without one is broken.
   */
  scan(bytes: Buffer, shape: Shape, found: (object: unknown) => void): Scanned;
}

export type Shape = 'list' | 'lines';

export interface Scanned {
  /** How many bytes need not be shown again: what is behind them is less than an object. */
  readonly usedBytes: number;
  /** Objects that no rule can match; they were not given. */
  readonly dismissed: number;
  /** Objects and lines that are no JSON; they were left out. */
  readonly broken: number;
  /** The list was closed; its bracket is among the bytes that were used. */
  readonly ended: boolean;
}

/** Gives every object. */
export const plainScanner: Scanner = {
  scan: (bytes, shape, found) => (shape === 'list' ? scanList : scanLines)(bytes, found),
};

function scanList(bytes: Buffer, found: (object: unknown) => void): Scanned {
  let usedBytes = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === closeBracket || byte === closeBrace) {
      return { usedBytes: at + 1, dismissed: 0, broken, ended: true };
    }
    if (byte !== openBrace && byte !== openBracket) continue;
    const end = objectEnd(bytes, at);
    if (end === undefined) break;
    if (!parse(bytes, at, end, found)) broken += 1;
    usedBytes = end;
    at = end - 1;
  }
  return { usedBytes, dismissed: 0, broken, ended: false };
}

function scanLines(bytes: Buffer, found: (object: unknown) => void): Scanned {
  let usedBytes = 0;
  let broken = 0;
  for (;;) {
    const end = bytes.indexOf(newline, usedBytes);
    if (end < 0) return { usedBytes, dismissed: 0, broken, ended: false };
    const from = bytes.indexOf(openBrace, usedBytes);
    const hasObject = from >= 0 && from < end;
    const isRead = hasObject
      ? parse(bytes, from, end, found)
      : bytes.toString('latin1', usedBytes, end).trim() === '';
    if (!isRead) broken += 1;
    usedBytes = end + 1;
  }
}

function parse(bytes: Buffer, from: number, to: number, found: (object: unknown) => void) {
  let object: unknown;
  try {
    object = JSON.parse(bytes.toString('utf8', from, to));
  } catch {
    return false;
  }
  found(object);
  return true;
}

const newline = 0x0a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
