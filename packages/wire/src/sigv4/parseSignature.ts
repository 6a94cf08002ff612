import { parseHeaderSignature } from './headerSignature.ts';
import { type SignatureProblem, s3 } from './problems.ts';
import { parseQuerySignature } from './querySignature.ts';
import type { FamilyOf, ParsedSignature, SignedRequest } from './signature.ts';

/**
 * Reads who signed the request and how; `'anonymous'` where nobody claims to have. Nothing is
 * proven by it: what comes back is the caller's word until `verifySignature` has seen the secret.
 *
 * Source: IAM User Guide, "AWS Signature Version 4 for API requests"; S3 API Reference,
 * "Authenticating Requests".
 */
export function parseSignature(
  request: SignedRequest,
  familyOf: FamilyOf,
): ParsedSignature | 'anonymous' | SignatureProblem {
  const authorization = request.headers.authorization;
  const presigned = PRESIGNED.test(request.query);
  if (authorization === undefined) {
    if (presigned) return parseQuerySignature(request, familyOf);
    return OLD_PRESIGNED.test(request.query) && familyOf(undefined) === 's3'
      ? oldSignature
      : 'anonymous';
  }
  if (presigned && familyOf(undefined) === 's3') return twoSignatures;
  return parseHeaderSignature(request, authorization, familyOf);
}

const PRESIGNED = /(?:^|&)X-Amz-(?:Algorithm|Credential|Signature)=/;

/** A URL of Signature Version 2, which must not pass for a request that nobody signed. */
const OLD_PRESIGNED = /(?:^|&)AWSAccessKeyId=/;

const oldSignature = s3(
  'InvalidRequest',
  'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  400,
);

const twoSignatures = s3(
  'InvalidArgument',
  'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query ' +
    'string parameter or the Authorization header should be specified',
  400,
  { ArgumentName: 'Authorization' },
);
