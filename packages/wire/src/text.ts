import { Malformed } from './message.ts';
import type { SimpleShape, TimestampFormat } from './shape.ts';
import { readTimestamp, writeTimestamp } from './timestamps.ts';

/**
 * Simple values as text: in query parameters, XML elements, headers and paths.
 *
 * @throws Malformed when the text is not of that type.
 */
export function readText(shape: SimpleShape, text: string, format: TimestampFormat): unknown {
  switch (shape.kind) {
    case 'string':
      return text;
    case 'number':
      return readNumber(text);
    case 'boolean':
      return readBoolean(text);
    case 'timestamp':
      return readTimestamp(text, shape.timestampFormat ?? format);
    case 'blob':
      return readBase64(text);
  }
}

export function writeText(
  shape: SimpleShape,
  value: unknown,
  format: TimestampFormat,
  milliseconds = false,
): string {
  switch (shape.kind) {
    case 'timestamp':
      return writeTimestamp(value as Date, shape.timestampFormat ?? format, milliseconds);
    case 'blob':
      return writeBase64(value as Uint8Array | string);
    default:
      return String(value);
  }
}

/** @throws Malformed when the text is not standard base64 with its padding. */
export function readBase64(text: string): Buffer {
  if (text.length % 4 !== 0 || !BASE64.test(text)) throw new Malformed('Invalid base64 encoding');
  return Buffer.from(text, 'base64');
}

/** A string is taken as its UTF-8 bytes, as the SDK clients do. */
export function writeBase64(bytes: Uint8Array | string): string {
  if (typeof bytes === 'string') return Buffer.from(bytes).toString('base64');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function readNumber(text: string): number {
  if (NUMBER.test(text) || text in SPECIAL_NUMBERS) return Number(text);
  throw new Malformed(`${text} is not a valid number`);
}

function readBoolean(text: string): boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  throw new Malformed(`${text} is not a valid boolean`);
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** How the protocols without own literals for them spell the numbers that are none. */
export const SPECIAL_NUMBERS: Readonly<Record<string, number>> = Object.assign(
  Object.create(null),
  { NaN, Infinity, '-Infinity': -Infinity },
);
