import type { SignatureFamily } from './problems.ts';
import { remember } from './remember.ts';

/**
 * A request as it came over the wire. All strings are *byte strings*, one character per byte
 * (latin1), as node:http hands them over: the signature covers bytes, not characters.
 */
export interface SignedRequest {
  readonly method: string;
  /** Percent-encoded as sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; the values of a repeated header are joined by `,`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The credential scope: whose key, and the day, region and service it was narrowed to. */
export interface Credential {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface ParsedSignature {
  readonly kind: 'header' | 'query';
  readonly family: SignatureFamily;
  readonly credential: Credential;
  /** Lower-case and strictly ascending. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly timestampMs: number;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly amzDate: string;
  /** Of a presigned request that says so; 0 to 604,800. */
  readonly expiresInSeconds?: number;
  readonly sessionToken?: string;
  /**
   * S3 only, where the request names the hash of its body (or says that there is none) before the
   * body comes: 64 hex digits or one of the `payloadKinds`. Elsewhere AWS hashes the body it got.
   */
  readonly payloadHash?: string;
}

/**
 * The error dialect of a service. It is asked with the service of the credential scope, or with
 * nothing where the request has no readable scope.
 */
export type FamilyOf = (service: string | undefined) => SignatureFamily;

export const ALGORITHM = 'AWS4-HMAC-SHA256';
export const SCOPE_TERMINATOR = 'aws4_request';

/** `date/region/service/aws4_request`, the second line but one of every string to sign. */
export function scopeOf({ date, region, service }: Credential): string {
  return `${date}/${region}/${service}/${SCOPE_TERMINATOR}`;
}

/** Milliseconds to `YYYYMMDDTHHMMSSZ`. */
export function formatAmzDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** `YYYYMMDDTHHMMSSZ` to milliseconds, or undefined where it is no such date. */
export const parseAmzDate = remember(64, (amzDate): number | undefined => {
  const parts = AMZ_DATE.exec(amzDate);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const inRange = month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60;
  if (!inRange || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
});

const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** What `x-amz-content-sha256` can say of an S3 body other than its hash. */
export const payloadKinds = {
  unsigned: 'UNSIGNED-PAYLOAD',
  unsignedTrailer: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  signed: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  signedTrailer: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
} as const;
