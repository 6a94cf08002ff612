import { hash } from 'node:crypto';
import {
  incompleteSignature,
  malformedHeader,
  type SignatureFamily,
  type SignatureProblem,
  s3,
} from './problems.ts';
import {
  ALGORITHM,
  type FamilyOf,
  formatAmzDate,
  type ParsedSignature,
  type SignedRequest,
} from './signature.ts';
import { completeSignature, parseScope } from './signatureClaim.ts';

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`. */
export function parseHeaderSignature(
  request: SignedRequest,
  authorization: string,
  familyOf: FamilyOf,
): ParsedSignature | SignatureProblem {
  if (
    !authorization.startsWith(`${ALGORITHM} `) ||
    authorization.length > MAX_AUTHORIZATION_LENGTH
  ) {
    return schemeProblem(authorization, familyOf(undefined));
  }
  const fields: Fields = {};
  const foreign = readFields(authorization.slice(ALGORITHM.length), fields);
  const scope = parseScope(fields.Credential ?? '');
  const family = familyOf(scope?.credential.service);
  if (foreign !== undefined) return componentProblem(foreign, family);

  const { headers } = request;
  const dateHeader = headers['x-amz-date'] === undefined ? 'date' : 'x-amz-date';
  const date = headers[dateHeader];
  const { Credential, SignedHeaders, Signature } = fields;
  if (!Credential || !SignedHeaders || !Signature || (date === undefined && family !== 's3')) {
    return missingProblem(fields, date, authorization, family);
  }
  return completeSignature(request, {
    kind: 'header',
    family,
    scope,
    signedHeaders: SignedHeaders,
    signature: Signature,
    amzDate: dateHeader === 'date' ? fromHttpDate(date) : date,
    dateHeader,
    sessionToken: headers['x-amz-security-token'],
  });
}

type FieldName = 'Credential' | 'SignedHeaders' | 'Signature';
type Fields = { [name in FieldName]?: string };

/**
 * Fills `fields`; returns the first component that has no place there. One that is said twice has
 * none either: two readers could choose differently.
 */
function readFields(text: string, fields: Fields): string | undefined {
  for (const part of text.split(',')) {
    const component = part.trim();
    const equals = component.indexOf('=');
    const name = component.slice(0, Math.max(equals, 0));
    if (!isFieldName(name) || fields[name] !== undefined) return component;
    fields[name] = component.slice(equals + 1);
  }
  return undefined;
}

function isFieldName(name: string): name is FieldName {
  return name === 'Credential' || name === 'SignedHeaders' || name === 'Signature';
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` to `19941106T084937Z`; anything else stays as it is. */
function fromHttpDate(date: string | undefined): string | undefined {
  if (date === undefined || !HTTP_DATE.test(date)) return date;
  const timeMs = Date.parse(date);
  return Number.isNaN(timeMs) ? date : formatAmzDate(timeMs);
}

function schemeProblem(authorization: string, family: SignatureFamily): SignatureProblem {
  const scheme = authorization.split(' ', 1)[0] ?? '';
  if (family !== 's3') {
    return AWS_SCHEME.test(scheme) && scheme !== ALGORITHM
      ? incompleteSignature(family, `Unsupported AWS 'algorithm': '${scheme}'.`)
      : componentProblem(authorization, family);
  }
  if (scheme === ALGORITHM) return componentProblem(authorization, family);
  if (scheme !== 'AWS' && !AWS_SCHEME.test(scheme)) {
    return s3('InvalidArgument', 'Unsupported Authorization Type', 400, {
      ArgumentName: 'Authorization',
    });
  }
  return s3(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    400,
  );
}

function componentProblem(component: string, family: SignatureFamily): SignatureProblem {
  if (family === 's3') return malformedHeader(THREE_COMPONENTS);
  return incompleteSignature(
    family,
    'Invalid key=value pair (missing equal-sign) in Authorization header ' +
      `(hashed with SHA-256 and encoded with Base64): '${fingerprint(component)}'.`,
  );
}

function missingProblem(
  fields: Fields,
  date: string | undefined,
  authorization: string,
  family: SignatureFamily,
): SignatureProblem {
  if (family === 's3') return malformedHeader(THREE_COMPONENTS);
  const reasons = (['Credential', 'Signature', 'SignedHeaders'] as const)
    .filter((name) => !fields[name])
    .map((name) => `Authorization header requires '${name}' parameter. `);
  if (date === undefined) {
    reasons.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    );
  }
  const shown = `Authorization=${fingerprint(authorization)}`;
  const reason = `${reasons.join('')}(Hashed with SHA-256 and encoded with Base64) ${shown}`;
  return incompleteSignature(family, reason);
}

/** AWS shows what it could not read only as a hash: it may hold a secret in the wrong place. */
function fingerprint(text: string): string {
  return hash('sha256', Buffer.from(text, 'latin1'), 'base64');
}

/** Far beyond the longest list of signed headers a client makes. */
const MAX_AUTHORIZATION_LENGTH = 4096;
const AWS_SCHEME = /^AWS4-[A-Z0-9-]{1,40}$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const THREE_COMPONENTS =
  'the authorization header requires three components: Credential, SignedHeaders, and Signature.';
