import { hash } from 'node:crypto';
import {
  type ParsedSignature,
  type SignatureFamily,
  type SignatureProblem,
  signatureProblems,
  verifySignature,
} from '@tocsin/wire/sigv4';
import type { Caller } from '../kernel/caller.ts';
import { realTime } from '../kernel/clock.ts';
import type { Credential, Identities } from '../kernel/identities.ts';
import type { IncomingRequest } from './request.ts';

/**
 * Finds whose key signed the request and proves it over the raw bytes. Real time is used, since
 * the client signed with its own clock; only a session's end hangs on the cloud's clock.
 */
export function authenticate(
  identities: Identities,
  parsed: ParsedSignature,
  request: IncomingRequest,
  of: { body: Uint8Array | undefined; cloudNowMs: number },
): Credential | SignatureProblem {
  const { family } = parsed;
  const credential = identities.credential(parsed.credential.accessKeyId);
  if (!credential?.active) return signatureProblems.unknownKey[family];
  const token = tokenProblem(credential, parsed, family);
  if (token) return token;
  const problem = verifySignature(parsed, request, {
    secretAccessKey: credential.secretAccessKey,
    ...(of.body ? { bodySha256: hash('sha256', of.body) } : undefined),
    nowMs: realTime.nowMs(),
  });
  if (problem) return problem;
  if (credential.expiresMs !== undefined && credential.expiresMs <= of.cloudNowMs) {
    return signatureProblems.expiredToken[family];
  }
  return credential;
}

/** The token goes with the key: a session's key needs its own, a user's key has none. */
function tokenProblem(
  credential: Credential,
  parsed: ParsedSignature,
  family: SignatureFamily,
): SignatureProblem | undefined {
  if (credential.sessionToken === parsed.sessionToken) return undefined;
  return signatureProblems.invalidToken[family];
}

/** The owner of a credential, as the caller of this request. */
export function callerOf(credential: Credential, request: IncomingRequest): Caller {
  return {
    identity: credential.identity,
    accessKeyId: credential.accessKeyId,
    sourceIpAddress: request.sourceIpAddress,
    userAgent: request.headers['user-agent'] ?? '',
    ...(request.headers.host ? { host: request.headers.host } : undefined),
    hasLeft: () => request.body.socket.destroyed,
  };
}
