import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { type Credential, SCOPE_TERMINATOR } from './signature.ts';

/**
 * A key for HMAC-SHA256 with both of its pads made: the hash of `inner` and the text, behind
 * `outer`, is hashed again (RFC 2104). Two one-shot hashes cost half of what a Hmac object does.
 */
export interface SigningKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

/** By scope, of which there is one object as long as it is remembered. */
const cache = new WeakMap<Credential, { readonly secret: string; readonly key: SigningKey }>();

/**
 * The key that signs within a scope. Deriving it costs four HMACs, so it is kept: it depends on
 * nothing of the request but its scope. The secret is kept with it, so that a key whose secret was
 * replaced can never answer for the new one.
 */
export function signingKey(secretAccessKey: string, credential: Credential): SigningKey {
  const cached = cache.get(credential);
  if (cached?.secret === secretAccessKey) return cached.key;
  const { date, region, service } = credential;
  const bytes = [date, region, service, SCOPE_TERMINATOR].reduce<Buffer>(
    (parent, part) => createHmac('sha256', parent).update(part, 'latin1').digest(),
    Buffer.from(`AWS4${secretAccessKey}`, 'utf8'),
  );
  const key = { inner: padded(bytes, 0x36), outer: padded(bytes, 0x5c) };
  cache.set(credential, { secret: secretAccessKey, key });
  return key;
}

/** HMAC-SHA256 in hex. */
export function sign({ inner, outer }: SigningKey, text: string): string {
  inner.copy(innerText);
  const length = BLOCK_BYTES + innerText.write(text, BLOCK_BYTES, 'binary');
  if (text.length > SIGNED_TEXT_MAX) throw new RangeError('The text to sign is too long.');
  outer.copy(outerText);
  const digest = hash('sha256', innerText.subarray(0, length), 'binary');
  outerText.write(digest, BLOCK_BYTES, 'latin1');
  return hash('sha256', outerText, 'hex');
}

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** A string to sign has a few fixed lines and a scope; scopes are bounded by the header's limit. */
const SIGNED_TEXT_MAX = 8192;
const innerText = Buffer.alloc(BLOCK_BYTES + SIGNED_TEXT_MAX);
const outerText = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);

function padded(key: Buffer, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES, pad);
  key.forEach((byte, index) => {
    block[index] = byte ^ pad;
  });
  return block;
}

/** Compares two signatures of 64 hex digits in a time that tells nothing of where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const givenBytes = Buffer.from(given, 'binary');
  return (
    givenBytes.length === expected.length &&
    timingSafeEqual(Buffer.from(expected, 'latin1'), givenBytes)
  );
}
