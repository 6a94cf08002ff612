import { utf8Text } from './body.ts';
import { MAX_DEPTH, Malformed, setKey } from './message.ts';
import { epochDate } from './timestamps.ts';

/**
 * One CBOR item (RFC 8949) as JavaScript values: integers as numbers, byte strings as Buffers,
 * tag 1 as Date. Every length is held against the bytes that are left before anything is made of
 * it, so that a few hostile bytes cannot ask for memory.
 *
 * @throws Malformed when the bytes are not exactly one well-formed item.
 */
export function decodeCbor(bytes: Buffer): unknown {
  const cursor = { bytes, at: 0 };
  const value = readItem(cursor, 0);
  if (cursor.at !== bytes.length) throw new Malformed('Trailing bytes after the CBOR item');
  return value;
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

const BREAK = Symbol('break');
const INDEFINITE = 31;
const EPOCH_TAG = 1;

function readItem(cursor: Cursor, depth: number): unknown {
  const value = readItemOrBreak(cursor, depth);
  if (value === BREAK) throw new Malformed('Unexpected CBOR break');
  return value;
}

function readItemOrBreak(cursor: Cursor, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new Malformed(`Nesting is deeper than ${MAX_DEPTH} levels`);
  const head = cursor.bytes[take(cursor, 1)] as number;
  const major = head >> 5;
  const info = head & 31;
  switch (major) {
    case 0:
      return readArgument(cursor, info);
    case 1:
      return -1 - readArgument(cursor, info);
    case 2:
      return readBytes(cursor, info, major);
    case 3:
      return utf8Text(readBytes(cursor, info, major));
    case 4:
      return readArray(cursor, info, depth);
    case 5:
      return readMap(cursor, info, depth);
    case 6:
      return readTagged(cursor, info, depth);
    default:
      return readSimple(cursor, info);
  }
}

/** The position before moving on by so many bytes, which must be there. */
function take(cursor: Cursor, length: number): number {
  const start = cursor.at;
  if (length > cursor.bytes.length - start) throw new Malformed('Unexpected end of CBOR');
  cursor.at = start + length;
  return start;
}

function readArgument(cursor: Cursor, info: number): number {
  if (info < 24) return info;
  if (info === 24) return cursor.bytes.readUInt8(take(cursor, 1));
  if (info === 25) return cursor.bytes.readUInt16BE(take(cursor, 2));
  if (info === 26) return cursor.bytes.readUInt32BE(take(cursor, 4));
  if (info === 27) return Number(cursor.bytes.readBigUInt64BE(take(cursor, 8)));
  throw new Malformed('Invalid CBOR length');
}

/** A definite string, or the joined chunks of an indefinite one, which are of the same type. */
function readBytes(cursor: Cursor, info: number, major: number): Buffer {
  if (info !== INDEFINITE) {
    const length = readArgument(cursor, info);
    const start = take(cursor, length);
    return cursor.bytes.subarray(start, start + length);
  }
  const chunks: Buffer[] = [];
  for (;;) {
    const head = cursor.bytes[take(cursor, 1)] as number;
    if (head === 0xff) return Buffer.concat(chunks);
    if (head >> 5 !== major || (head & 31) === INDEFINITE) throw new Malformed('Bad CBOR chunk');
    chunks.push(readBytes(cursor, head & 31, major));
  }
}

/** How many items follow: each takes at least `bytesEach`; Infinity means until the break. */
function readCount(cursor: Cursor, info: number, bytesEach: number): number {
  if (info === INDEFINITE) return Number.POSITIVE_INFINITY;
  const count = readArgument(cursor, info);
  if (count * bytesEach > cursor.bytes.length - cursor.at) {
    throw new Malformed('Unexpected end of CBOR');
  }
  return count;
}

function readArray(cursor: Cursor, info: number, depth: number): unknown[] {
  const count = readCount(cursor, info, 1);
  const items: unknown[] = [];
  while (items.length < count) {
    const item = readItemOrBreak(cursor, depth + 1);
    if (item === BREAK) {
      if (count === Number.POSITIVE_INFINITY) break;
      throw new Malformed('Unexpected CBOR break');
    }
    items.push(item);
  }
  return items;
}

function readMap(cursor: Cursor, info: number, depth: number): Record<string, unknown> {
  const count = readCount(cursor, info, 2);
  const map: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) {
    const key = readItemOrBreak(cursor, depth + 1);
    if (key === BREAK && count === Number.POSITIVE_INFINITY) break;
    if (typeof key !== 'string') throw new Malformed('CBOR map keys must be strings');
    setKey(map, key, readItem(cursor, depth + 1));
  }
  return map;
}

function readTagged(cursor: Cursor, info: number, depth: number): unknown {
  const tag = readArgument(cursor, info);
  const value = readItem(cursor, depth + 1);
  if (tag !== EPOCH_TAG) throw new Malformed(`CBOR tag ${tag} is not supported`);
  if (typeof value !== 'number') throw new Malformed('A CBOR timestamp must be a number');
  return epochDate(value);
}

function readSimple(cursor: Cursor, info: number): unknown {
  switch (info) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
    case 23:
      return null;
    case 25:
      return halfFloat(cursor.bytes.readUInt16BE(take(cursor, 2)));
    case 26:
      return cursor.bytes.readFloatBE(take(cursor, 4));
    case 27:
      return cursor.bytes.readDoubleBE(take(cursor, 8));
    case INDEFINITE:
      return BREAK;
    default:
      throw new Malformed(`CBOR simple value ${info} is not supported`);
  }
}

/** IEEE 754 half precision: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
