/**
 * Strings, numbers, booleans, Dates, bytes, arrays and plain objects as CBOR (RFC 8949), with
 * definite lengths. Whole numbers become integers, all others doubles; a Date is tag 1.
 *
 * @throws TypeError for any other value: an operation returned what its output cannot hold.
 */
export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const EPOCH_TAG = Buffer.from([0xc1]);
const FALSE = Buffer.from([0xf4]);
const TRUE = Buffer.from([0xf5]);
const NULL = Buffer.from([0xf6]);
const DOUBLE = 0xfb;

function write(value: unknown, parts: Buffer[]): void {
  if (typeof value === 'string') writeText(value, parts);
  else if (typeof value === 'number') parts.push(numberBytes(value));
  else if (typeof value === 'boolean') parts.push(value ? TRUE : FALSE);
  else if (value === null) parts.push(NULL);
  else if (value instanceof Date) parts.push(EPOCH_TAG, numberBytes(value.getTime() / 1000));
  else if (value instanceof Uint8Array) parts.push(head(BYTES, value.length), Buffer.from(value));
  else if (Array.isArray(value)) {
    parts.push(head(ARRAY, value.length));
    for (const item of value) write(item, parts);
  } else if (typeof value === 'object') writeMap(value as Record<string, unknown>, parts);
  else throw new TypeError(`CBOR cannot hold a ${typeof value}`);
}

function writeText(text: string, parts: Buffer[]): void {
  const bytes = Buffer.from(text);
  parts.push(head(TEXT, bytes.length), bytes);
}

function writeMap(map: Record<string, unknown>, parts: Buffer[]): void {
  const keys = Object.keys(map).filter((key) => map[key] !== undefined);
  parts.push(head(MAP, keys.length));
  for (const key of keys) {
    writeText(key, parts);
    write(map[key], parts);
  }
}

function numberBytes(value: number): Buffer {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
  }
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = DOUBLE;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(major: number, argument: number): Buffer {
  const type = major << 5;
  if (argument < 24) return Buffer.from([type | argument]);
  if (argument < 0x100) return Buffer.from([type | 24, argument]);
  if (argument < 0x10000) return Buffer.from([type | 25, argument >> 8, argument & 255]);
  if (argument < 0x100000000) {
    const bytes = Buffer.allocUnsafe(5);
    bytes[0] = type | 26;
    bytes.writeUInt32BE(argument, 1);
    return bytes;
  }
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = type | 27;
  bytes.writeBigUInt64BE(BigInt(argument), 1);
  return bytes;
}
