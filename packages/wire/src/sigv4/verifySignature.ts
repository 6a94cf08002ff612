import { hash } from 'node:crypto';
import { canonicalRequest } from './canonicalRequest.ts';
import { invalidSignature, type SignatureProblem, s3, signatureProblems } from './problems.ts';
import {
  ALGORITHM,
  formatAmzDate,
  type ParsedSignature,
  type SignedRequest,
  scopeOf,
} from './signature.ts';
import { sameSignature, sign, signingKey } from './signingKey.ts';

export interface Verification {
  readonly secretAccessKey: string;
  /** SHA-256 of the body in hex. S3 requests need none: theirs is in `parsed.payloadHash`. */
  readonly bodySha256?: string;
  /** Real time. */
  readonly nowMs: number;
}

/**
 * Checks the request's time, then its signature; undefined says that both hold.
 *
 * Like AWS this keeps no memory of signatures it has seen: within its time window a request can
 * be sent again. For S3 the body is still unchecked, see `openPayload`.
 */
export function verifySignature(
  parsed: ParsedSignature,
  request: SignedRequest,
  { secretAccessKey, bodySha256, nowMs }: Verification,
): SignatureProblem | undefined {
  const payloadHash = parsed.payloadHash ?? bodySha256;
  if (payloadHash === undefined) throw new Error('bodySha256 is needed outside S3');
  const late = parsed.kind === 'header' ? skewProblem(parsed, nowMs) : expiryProblem(parsed, nowMs);
  if (late !== undefined) return late;

  const mismatch = signatureProblems.mismatch[parsed.family];
  const canonical = canonicalRequest(parsed, request, payloadHash);
  if (canonical === undefined || !SIGNATURE.test(parsed.signature)) return mismatch;
  const digest = hash('sha256', Buffer.from(canonical, 'latin1'));
  const text = `${ALGORITHM}\n${parsed.amzDate}\n${scopeOf(parsed.credential)}\n${digest}`;
  const expected = sign(signingKey(secretAccessKey, parsed.credential), text);
  return sameSignature(expected, parsed.signature) ? undefined : mismatch;
}

function skewProblem(parsed: ParsedSignature, nowMs: number): SignatureProblem | undefined {
  if (parsed.family !== 's3') return windowProblem(parsed, nowMs, SKEW_MS, SKEW_MS);
  if (Math.abs(nowMs - parsed.timestampMs) <= S3_SKEW_MS) return undefined;
  return s3(
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    403,
    {
      RequestTime: parsed.amzDate,
      ServerTime: isoSeconds(nowMs),
      MaxAllowedSkewMilliseconds: String(S3_SKEW_MS),
    },
  );
}

function expiryProblem(parsed: ParsedSignature, nowMs: number): SignatureProblem | undefined {
  if (parsed.family !== 's3') {
    // STS and its like let a presigned request live 15 minutes whatever it says of itself. A
    // shorter `X-Amz-Expires` is kept to here: who asked for less gets less.
    const askedMs = (parsed.expiresInSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    return windowProblem(parsed, nowMs, Math.min(askedMs, PRESIGNED_MS), SKEW_MS);
  }
  if (parsed.timestampMs > nowMs + S3_SKEW_MS) {
    return s3('AccessDenied', 'Request is not yet valid', 403, {
      'X-Amz-Date': parsed.amzDate,
      ServerTime: isoSeconds(nowMs),
    });
  }
  const expiresInSeconds = parsed.expiresInSeconds ?? 0;
  const expiresMs = parsed.timestampMs + expiresInSeconds * 1000;
  if (nowMs <= expiresMs) return undefined;
  return s3('AccessDenied', 'Request has expired', 403, {
    'X-Amz-Expires': String(expiresInSeconds),
    Expires: isoSeconds(expiresMs),
    ServerTime: isoSeconds(nowMs),
  });
}

function windowProblem(
  { family, amzDate, timestampMs }: ParsedSignature,
  nowMs: number,
  pastMs: number,
  futureMs: number,
): SignatureProblem | undefined {
  const now = (): string => formatAmzDate(nowMs);
  if (timestampMs < nowMs - pastMs) {
    const limit = formatAmzDate(nowMs - pastMs);
    const reason = `${amzDate} is now earlier than ${limit} (${now()} - ${minutes(pastMs)} min.)`;
    return invalidSignature(family, `Signature expired: ${reason}`);
  }
  if (timestampMs > nowMs + futureMs) {
    const limit = formatAmzDate(nowMs + futureMs);
    const reason = `${amzDate} is still later than ${limit} (${now()} + ${minutes(futureMs)} min.)`;
    return invalidSignature(family, `Signature not yet current: ${reason}`);
  }
  return undefined;
}

function minutes(timeMs: number): number {
  return timeMs / MINUTE_MS;
}

function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

const MINUTE_MS = 60_000;
const SKEW_MS = 5 * MINUTE_MS;
const S3_SKEW_MS = 15 * MINUTE_MS;
const PRESIGNED_MS = 15 * MINUTE_MS;
const SIGNATURE = /^[0-9a-f]{64}$/;
