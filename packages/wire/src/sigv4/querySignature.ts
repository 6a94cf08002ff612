import { decode, queryPairs } from './canonicalRequest.ts';
import {
  incompleteSignature,
  malformedQuery,
  type SignatureFamily,
  type SignatureProblem,
} from './problems.ts';
import { ALGORITHM, type FamilyOf, type ParsedSignature, type SignedRequest } from './signature.ts';
import { completeSignature, parseScope } from './signatureClaim.ts';

/** Reads the `X-Amz-…` parameters of a presigned request. */
export function parseQuerySignature(
  request: SignedRequest,
  familyOf: FamilyOf,
): ParsedSignature | SignatureProblem {
  const fields = readFields(request.query);
  const scope = parseScope(fields['X-Amz-Credential'] ?? '');
  const family = familyOf(scope?.credential.service);
  const algorithm = fields['X-Amz-Algorithm'];
  const signedHeaders = fields['X-Amz-SignedHeaders'];
  const signature = fields['X-Amz-Signature'];
  const amzDate = fields['X-Amz-Date'];
  const expires = fields['X-Amz-Expires'];
  if (!fields['X-Amz-Credential'] || !algorithm || !signedHeaders || !signature || !amzDate) {
    return missingProblem(fields, family);
  }
  if (family === 's3' && !expires) return missingProblem(fields, family);
  if (algorithm !== ALGORITHM) {
    return family === 's3'
      ? malformedQuery(`X-Amz-Algorithm only supports "${ALGORITHM}"`)
      : incompleteSignature(family, "Unsupported AWS 'algorithm' in X-Amz-Algorithm.");
  }
  const expiry = expires === undefined ? undefined : expiryProblem(expires, family);
  if (expiry !== undefined) return expiry;
  return completeSignature(request, {
    kind: 'query',
    family,
    scope,
    signedHeaders,
    signature,
    amzDate,
    expiresInSeconds: expires === undefined ? undefined : Number(expires),
    sessionToken: fields['X-Amz-Security-Token'],
    payloadHash: fields['X-Amz-Content-Sha256'],
  });
}

const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
] as const;

const OPTIONAL = ['X-Amz-Expires', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256'] as const;

type Field = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
type Fields = { [name in Field]?: string };

const FIELDS: ReadonlySet<string> = new Set([...REQUIRED, ...OPTIONAL]);

/** One that is said twice counts as empty: two readers could choose differently. */
function readFields(query: string): Fields {
  const fields: Fields = {};
  for (const [name, value] of queryPairs(query)) {
    if (!FIELDS.has(name)) continue;
    const field = name as Field;
    fields[field] = fields[field] === undefined ? decode(value) : '';
  }
  return fields;
}

function expiryProblem(expires: string, family: SignatureFamily): SignatureProblem | undefined {
  let message: string | undefined;
  if (!/^-?\d{1,10}$/.test(expires)) message = 'X-Amz-Expires should be a number';
  else if (Number(expires) < 0) message = 'X-Amz-Expires must be non-negative';
  else if (Number(expires) > MAX_EXPIRES_SECONDS) {
    message =
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires ' +
      `must be less than ${MAX_EXPIRES_SECONDS} seconds`;
  }
  if (message === undefined) return undefined;
  return family === 's3' ? malformedQuery(message) : incompleteSignature(family, message);
}

function missingProblem(fields: Fields, family: SignatureFamily): SignatureProblem {
  if (family === 's3') {
    return malformedQuery(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, ' +
        'X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const reasons = REQUIRED.filter((name) => !fields[name]).map(
    (name) => `AWS query-string parameters must include '${name}'. `,
  );
  return incompleteSignature(family, `${reasons.join('')}Re-examine the query-string parameters.`);
}

/** Seven days. */
const MAX_EXPIRES_SECONDS = 604_800;
