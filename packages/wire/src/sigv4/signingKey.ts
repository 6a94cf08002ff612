import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type Credential, SCOPE_TERMINATOR } from './signature.ts';

/** One key per secret, day, region and service in use; the oldest goes first. */
const MAX_CACHED_KEYS = 1024;

const cache = new Map<string, KeyObject>();

/**
 * The key that signs within a scope. Deriving it costs four HMACs, so it is kept: it depends on
 * nothing of the request but its scope. The cache key holds the secret itself, so that a key whose
 * secret was replaced can never answer for the new one.
 */
export function signingKey(secretAccessKey: string, credential: Credential): KeyObject {
  const { date, region, service } = credential;
  const cacheKey = `${secretAccessKey}\n${date}\n${region}\n${service}`;
  const cached = cache.get(cacheKey);
  if (cached !== undefined) return cached;
  const bytes = [date, region, service, SCOPE_TERMINATOR].reduce<Buffer>(
    (parent, part) => createHmac('sha256', parent).update(part, 'latin1').digest(),
    Buffer.from(`AWS4${secretAccessKey}`, 'utf8'),
  );
  // As an object of OpenSSL: taking in a key anew costs more than all the rest of a verification.
  const key = createSecretKey(bytes);
  if (cache.size >= MAX_CACHED_KEYS) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  cache.set(cacheKey, key);
  return key;
}

/** HMAC-SHA256 in hex. */
export function sign(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text, 'latin1').digest('hex');
}

/** Compares two signatures of 64 hex digits in a time that tells nothing of where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const givenBytes = Buffer.from(given, 'latin1');
  return (
    givenBytes.length === expected.length &&
    timingSafeEqual(Buffer.from(expected, 'latin1'), givenBytes)
  );
}
