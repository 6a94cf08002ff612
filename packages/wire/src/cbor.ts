import { decodeCbor } from './cborDecode.ts';
import { encodeCbor } from './cborEncode.ts';
import type { Shape } from './shape.ts';
import { type Leaves, refuse, treeReaders, treeWriters } from './tree.ts';

/**
 * A CBOR document as a value of that shape. No body at all counts as an empty structure.
 *
 * @throws Malformed when the bytes are no CBOR or hold values of other types.
 */
export function readCbor(shape: Shape, body: Buffer): unknown {
  if (body.length === 0) return {};
  return readerOf(shape)(decodeCbor(body), 0);
}

export function writeCbor(shape: Shape, value: unknown): Buffer {
  return encodeCbor(writerOf(shape)(value));
}

/** The value as a tree that CBOR can hold, for a caller that adds to it. */
export function cborTree(shape: Shape, value: unknown): unknown {
  return writerOf(shape)(value);
}

const leaves: Leaves = {
  readTimestamp: (value) => (value instanceof Date ? value : refuse(value, 'a Timestamp')),
  readBlob: (value) => (value instanceof Uint8Array ? value : refuse(value, 'a Blob')),
  readNumber: (value) => (typeof value === 'number' ? value : refuse(value, 'an Integer')),
  writeTimestamp: (value) => value,
  writeBlob: (value) => (typeof value === 'string' ? Buffer.from(value) : value),
  writeNumber: (value) => value,
};

const readerOf = treeReaders(leaves);
const writerOf = treeWriters(leaves);
