import { InvalidEventPattern } from './eventPattern.ts';

/** A block of IP addresses, from `bottom` to `top`, of four or sixteen bytes. */
export interface AddressBlock {
  readonly bytes: 4 | 16;
  readonly bottom: string;
  readonly top: string;
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/**
 * Reads `address/bits`. A mask of all bits is refused, as AWS does: a single address is a literal.
 *
 * @throws {InvalidEventPattern} with AWS's message, which names no place here.
 */
export function parseCidr(text: string): AddressBlock {
  const [address = '', mask = '', ...more] = text.replace(/\/+$/, '').split('/');
  if (!text.includes('/') || more.length > 0 || !/^[^/]*\/[^/]+/.test(text)) {
    throw new InvalidEventPattern("Malformed CIDR, one '/' required");
  }
  if (!/^[+-]?\d+$/.test(mask)) {
    throw new InvalidEventPattern('Malformed CIDR, mask bits must be an integer');
  }
  const bits = Number(mask);
  if (bits < 0) throw new InvalidEventPattern('Malformed CIDR, mask bits must not be negative');
  if (!IPV4.test(address) && !IPV6.test(address)) {
    throw new InvalidEventPattern(`Nonstandard IP address: ${address}`);
  }
  const bottom = readAddress(address);
  if (bottom === undefined) throw new InvalidEventPattern(`Invalid IP address: ${address}`);
  const bytes = bottom.length === 4 ? 4 : 16;
  if (bits >= bytes * 8) {
    const family = bytes === 4 ? 'IPv4' : 'IPv6';
    throw new InvalidEventPattern(`${family} mask bits must be < ${bytes * 8}`);
  }
  return { bytes, bottom, top: setBitsBehind(bottom, bits) };
}

/** The last answer: many rules ask for the address in one and the same field of an event. */
const last: { text: string; address: string | undefined } = { text: '', address: undefined };

/** The address as a string of its 4 or 16 bytes, so that addresses compare as strings do. */
export function readAddress(text: string): string | undefined {
  if (text !== last.text) {
    last.text = text;
    last.address = computeAddress(text);
  }
  return last.address;
}

function computeAddress(text: string): string | undefined {
  if (IPV4.test(text)) return readBytes(text);
  if (!IPV6.test(text)) return undefined;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const front = readGroups(head);
  const back = tail === undefined ? '' : readGroups(tail);
  if (front === undefined || back === undefined) return undefined;
  const missing = 16 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return front + '\0'.repeat(missing) + back;
}

function readBytes(text: string): string | undefined {
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte < 256) ? String.fromCharCode(...bytes) : undefined;
}

function readGroups(text: string): string | undefined {
  if (text === '') return '';
  let bytes = '';
  for (const group of text.split(':')) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    bytes += String.fromCharCode(value >> 8, value & 255);
  }
  return bytes;
}

function setBitsBehind(bytes: string, bits: number): string {
  return Array.from(bytes, (byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return String.fromCharCode(byte.charCodeAt(0) | (255 >> kept));
  }).join('');
}
