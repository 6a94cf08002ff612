import { createHash, type Hash, hash } from 'node:crypto';
import { PayloadError, signatureProblems } from './problems.ts';
import { type SigningKey, sameSignature, sign } from './signingKey.ts';

/** What the signatures of chunks hang on: each signs the one before, the first the request's. */
export interface SignatureChain {
  readonly signingKey: SigningKey;
  readonly amzDate: string;
  readonly scope: string;
  /** The signature of the request. */
  readonly seed: string;
}

/** Follows the chain. `close` and `verifyTrailer` throw `PayloadError` where it is broken. */
export interface ChunkVerifier {
  open(signature: string): void;
  update(bytes: Buffer): void;
  close(): void;
  verifyTrailer(text: string, signature: string): void;
}

export function createChunkVerifier({
  signingKey,
  amzDate,
  scope,
  seed,
}: SignatureChain): ChunkVerifier {
  let previous = seed;
  let claimed = '';
  let content: Hash | undefined;

  function verify(algorithm: string, tail: string, signature: string): void {
    const text = `${algorithm}\n${amzDate}\n${scope}\n${previous}\n${tail}`;
    const expected = sign(signingKey, text);
    if (!sameSignature(expected, signature)) throw new PayloadError(signatureProblems.mismatch.s3);
    previous = expected;
  }

  return {
    open: (signature) => {
      claimed = signature;
      content = createHash('sha256');
    },
    update: (bytes) => void content?.update(bytes),
    close: () => {
      verify(CHUNK_ALGORITHM, `${EMPTY_SHA256}\n${content?.digest('hex')}`, claimed);
    },
    verifyTrailer: (text, signature) => {
      verify(TRAILER_ALGORITHM, hash('sha256', Buffer.from(text, 'latin1')), signature);
    },
  };
}

const CHUNK_ALGORITHM = 'AWS4-HMAC-SHA256-PAYLOAD';
const TRAILER_ALGORITHM = 'AWS4-HMAC-SHA256-TRAILER';
const EMPTY_SHA256 = hash('sha256', '');
