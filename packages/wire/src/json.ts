import { utf8Text } from './body.ts';
import { Malformed } from './message.ts';
import type { Shape } from './shape.ts';
import { readBase64, SPECIAL_NUMBERS, writeBase64 } from './text.ts';
import { epochDate, readTimestamp, writeTimestamp } from './timestamps.ts';
import { type Leaves, refuse, treeReaders, treeWriters } from './tree.ts';

/**
 * A JSON document as a value of that shape. No body at all counts as an empty structure.
 *
 * @throws Malformed; without a message where the text is no JSON, since AWS gives none either.
 */
export function readJson(shape: Shape, body: Buffer): unknown {
  if (body.length === 0) return {};
  const document = parse(utf8Text(body));
  if (document === null) throw new Malformed('');
  return readerOf(shape)(document, 0);
}

export function writeJson(shape: Shape, value: unknown): string {
  return JSON.stringify(writerOf(shape)(value));
}

/** The value as a tree that JSON can hold, for a caller that adds to it. */
export function jsonTree(shape: Shape, value: unknown): unknown {
  return writerOf(shape)(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed('');
  }
}

const leaves: Leaves = {
  readTimestamp(value, shape) {
    const format = shape.timestampFormat ?? 'epoch-seconds';
    if (format === 'epoch-seconds') {
      return typeof value === 'number' ? epochDate(value) : refuse(value, 'a Timestamp');
    }
    return typeof value === 'string' ? readTimestamp(value, format) : refuse(value, 'a Timestamp');
  },
  readBlob: (value) => (typeof value === 'string' ? readBase64(value) : refuse(value, 'a Blob')),
  readNumber: (value) =>
    (typeof value === 'string' ? SPECIAL_NUMBERS[value] : undefined) ?? refuse(value, 'an Integer'),
  writeTimestamp(value, shape) {
    const format = shape.timestampFormat ?? 'epoch-seconds';
    return format === 'epoch-seconds' ? value.getTime() / 1000 : writeTimestamp(value, format);
  },
  writeBlob: writeBase64,
  writeNumber: (value) => (Number.isFinite(value) ? value : String(value)),
};

const readerOf = treeReaders(leaves);
const writerOf = treeWriters(leaves);
