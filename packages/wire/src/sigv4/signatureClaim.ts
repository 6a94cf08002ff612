import {
  incompleteSignature,
  invalidSignature,
  malformedHeader,
  malformedQuery,
  type SignatureFamily,
  type SignatureProblem,
  s3,
  signatureProblems,
} from './problems.ts';
import { remember } from './remember.ts';
import {
  type Credential,
  type ParsedSignature,
  parseAmzDate,
  payloadKinds,
  SCOPE_TERMINATOR,
  type SignedRequest,
} from './signature.ts';

/** The parts of a signature as text, from the header or the query alike. */
export interface SignatureClaim {
  readonly kind: 'header' | 'query';
  readonly family: SignatureFamily;
  readonly scope: Scope | undefined;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly amzDate: string | undefined;
  /** The header that holds the date, which must be signed. */
  readonly dateHeader?: string;
  readonly expiresInSeconds?: number | undefined;
  readonly sessionToken?: string | undefined;
  readonly payloadHash?: string | undefined;
}

export interface Scope {
  readonly credential: Credential;
  readonly terminator: string;
}

/** `AKID/YYYYMMDD/region/service/aws4_request`, or undefined where it has not five parts. */
export const parseScope = remember(1024, (text): Scope | undefined => {
  const [accessKeyId, date, region, service, terminator, ...more] = text.split('/', 6);
  if (!accessKeyId || !date || !region || !service || !terminator || more.length > 0) {
    return undefined;
  }
  return { credential: { accessKeyId, date, region, service }, terminator };
});

/** Checks that the parts agree with each other and with the request. */
export function completeSignature(
  request: SignedRequest,
  claim: SignatureClaim,
): ParsedSignature | SignatureProblem {
  const { kind, family, scope, signature, sessionToken, expiresInSeconds } = claim;
  const amzDate = claim.amzDate ?? '';
  const timestampMs = parseAmzDate(amzDate);
  if (timestampMs === undefined) return dateProblem(claim);
  if (scope === undefined || scope.terminator !== SCOPE_TERMINATOR) return scopeProblem(claim);
  const { credential } = scope;
  if (!amzDate.startsWith(credential.date) || credential.date.length !== DATE_LENGTH) {
    return scopeDateProblem(claim, credential.date, amzDate);
  }
  const signedHeaders = signedHeadersOf(claim.signedHeaders);
  if (signedHeaders === undefined) return signatureProblems.mismatch[family];
  const unsigned = unsignedHeader(request, signedHeaders, claim.dateHeader);
  if (unsigned !== undefined) return unsignedProblem(unsigned, family);
  // A temporary key is none without its token. S3 then says that it does not know the key.
  if (credential.accessKeyId.startsWith('ASIA') && !sessionToken) {
    return signatureProblems.unknownKey[family];
  }
  const payloadHash = family === 's3' ? payloadHashOf(request, claim) : undefined;
  if (typeof payloadHash === 'object') return payloadHash;
  return {
    kind,
    family,
    credential,
    signedHeaders,
    signature,
    timestampMs,
    amzDate,
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
    ...(sessionToken !== undefined && { sessionToken }),
    ...(payloadHash !== undefined && { payloadHash }),
  };
}

/** The names, or undefined where they are not what a client hashes. */
const signedHeadersOf = remember(1024, (text): readonly string[] | undefined => {
  const names = text.split(';');
  return UPPER_CASE.test(text) || !isAscending(names) ? undefined : names;
});

/** Sorted, each once: any other list is not what the client hashed. */
function isAscending(names: readonly string[]): boolean {
  let previous = '';
  for (const name of names) {
    if (name <= previous) return false;
    previous = name;
  }
  return true;
}

/**
 * A header that changes what the request means and is not covered by the signature: the host, the
 * date, and every `x-amz-…` there is. The hash of the body needs no cover, being a line of the
 * signed text itself.
 */
function unsignedHeader(
  { headers }: SignedRequest,
  signedHeaders: readonly string[],
  dateHeader: string | undefined,
): string | undefined {
  if (!signedHeaders.includes('host')) return 'host';
  if (dateHeader !== undefined && !signedHeaders.includes(dateHeader)) return dateHeader;
  for (const name in headers) {
    if (
      name.startsWith('x-amz-') &&
      name !== 'x-amz-content-sha256' &&
      !signedHeaders.includes(name)
    ) {
      return name;
    }
  }
  return undefined;
}

function unsignedProblem(name: string, family: SignatureFamily): SignatureProblem {
  if (family === 's3') {
    return s3(
      'AccessDenied',
      'There were headers present in the request which were not signed',
      403,
      { HeadersNotSigned: name },
    );
  }
  const shown = name === 'host' ? "'Host' or ':authority'" : `'${name}'`;
  return invalidSignature(family, `${shown} must be a 'SignedHeader' in the AWS Authorization.`);
}

function payloadHashOf(request: SignedRequest, claim: SignatureClaim): string | SignatureProblem {
  const stated = request.headers['x-amz-content-sha256'] ?? claim.payloadHash;
  if (stated === undefined) {
    return claim.kind === 'query'
      ? payloadKinds.unsigned
      : s3('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256', 400);
  }
  if (SHA256.test(stated) || PAYLOAD_KINDS.includes(stated)) return stated;
  return s3(
    'InvalidArgument',
    `x-amz-content-sha256 must be ${PAYLOAD_KINDS.join(', ')} or a valid sha256 value.`,
    400,
    { ArgumentName: 'x-amz-content-sha256' },
  );
}

function dateProblem({ kind, family, amzDate }: SignatureClaim): SignatureProblem {
  if (family !== 's3') {
    return incompleteSignature(
      family,
      `Date must be in ISO-8601 'basic format'. Got '${(amzDate ?? '').slice(0, MAX_SHOWN)}'. ` +
        'See http://en.wikipedia.org/wiki/ISO_8601',
    );
  }
  return kind === 'query'
    ? malformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
    : s3('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header', 403);
}

function scopeProblem({ kind, family, scope }: SignatureClaim): SignatureProblem {
  const shape =
    'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';
  if (family === 's3') {
    return kind === 'query'
      ? malformedQuery(`Error parsing the X-Amz-Credential parameter; ${shape}`)
      : malformedHeader(shape);
  }
  return scope === undefined
    ? incompleteSignature(
        family,
        'Credential must have exactly 5 slash-delimited elements, e.g. ' +
          'keyid/date/region/service/term.',
      )
    : invalidSignature(
        family,
        `Credential should be scoped with a valid terminator: '${SCOPE_TERMINATOR}'.`,
      );
}

function scopeDateProblem(
  { kind, family }: SignatureClaim,
  scopeDate: string,
  amzDate: string,
): SignatureProblem {
  const shown = scopeDate.slice(0, MAX_SHOWN);
  const day = amzDate.slice(0, DATE_LENGTH);
  if (family !== 's3') {
    return invalidSignature(
      family,
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from ' +
        `HTTP: '${shown}' != '${day}', from '${amzDate}'.`,
    );
  }
  const reason =
    `Invalid credential date "${shown}". ` + `This date is not the same as X-Amz-Date: "${day}".`;
  return kind === 'query' ? malformedQuery(reason) : malformedHeader(reason);
}

const DATE_LENGTH = 'YYYYMMDD'.length;
const MAX_SHOWN = 64;
const UPPER_CASE = /[A-Z]/;
const SHA256 = /^[0-9a-f]{64}$/;
const PAYLOAD_KINDS: readonly string[] = Object.values(payloadKinds);
