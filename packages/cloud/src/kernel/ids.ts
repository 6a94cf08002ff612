import { randomBytes, randomUUID } from 'node:crypto';

/**
 * Chance in one place. With a seed every id of a run is the same again, so that a run can be
 * replayed; without one they come from the system's generator and cannot be guessed.
 */
export interface Ids {
  bytes(count: number): Buffer;
  uuid(): string;
  /** Lower-case hexadecimal digits. */
  hex(length: number): string;
  /** Characters drawn from `alphabet`, each with the same chance. */
  pick(alphabet: string, length: number): string;
}

export const alphabets = {
  upperAlphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  /** What AWS uses in unique ids such as AIDA…, AKIA…: base 32 without 0, 1, 8 and 9. */
  uniqueId: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  mixedAlphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
} as const;

export function createIds(seed?: number): Ids {
  const bytes = seed === undefined ? pooledRandomBytes() : seededBytes(seed);
  const hex = (length: number) =>
    bytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length);
  return {
    bytes,
    hex,
    uuid() {
      if (seed === undefined) return randomUUID();
      const raw = bytes(16);
      raw[6] = (raw[6]! & 0x0f) | 0x40;
      raw[8] = (raw[8]! & 0x3f) | 0x80;
      const text = raw.toString('hex');
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
    },
    pick(alphabet, length) {
      const fair = 256 - (256 % alphabet.length);
      let text = '';
      while (text.length < length) {
        for (const byte of bytes(length - text.length)) {
          if (byte < fair) text += alphabet[byte % alphabet.length];
        }
      }
      return text;
    },
  };
}

/** The system's generator costs microseconds a call, so bytes are drawn by the pool. */
function pooledRandomBytes(): (count: number) => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return (count) => {
    if (count > poolBytes) return randomBytes(count);
    if (used + count > pool.length) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    const drawn = pool.subarray(used, used + count);
    used += count;
    return drawn;
  };
}

const poolBytes = 4096;

/** Mulberry32: small and good enough for ids that need no secrecy. */
function seededBytes(seed: number): (count: number) => Buffer {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return (count) => {
    const drawn = Buffer.allocUnsafe(count);
    for (let index = 0; index < count; index += 1) drawn[index] = next() & 0xff;
    return drawn;
  };
}
