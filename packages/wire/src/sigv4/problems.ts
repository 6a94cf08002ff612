/**
 * What AWS answers to a request it cannot authenticate: the codes and sentences are AWS's own.
 *
 * Three dialects: `json` (JSON and CBOR services), `query` (Query and EC2 services), `s3`.
 */
export type SignatureFamily = 'json' | 'query' | 's3';

export interface SignatureProblem {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
  /** Further elements of S3's error document, by name. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** Thrown while a body streams, where nothing can be returned any more. */
export class PayloadError extends Error {
  readonly problem: SignatureProblem;

  constructor(problem: SignatureProblem) {
    super(problem.message);
    this.name = 'PayloadError';
    this.problem = problem;
  }
}

type ByFamily = Readonly<Record<SignatureFamily, SignatureProblem>>;

/** The problems whose text does not depend on the request, by family. */
export const signatureProblems = {
  /** No signature at all. S3 answers so only where the bucket does not let everybody in. */
  missing: {
    json: json('MissingAuthenticationTokenException', 'Missing Authentication Token'),
    query: query('MissingAuthenticationToken', 'Request is missing Authentication Token'),
    s3: s3('AccessDenied', 'Access Denied', 403),
  },
  mismatch: {
    ...both(
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your ' +
        'AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    s3: s3(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your ' +
        'key and signing method.',
      403,
    ),
  },
  /** An access key that does not exist or is inactive. */
  unknownKey: {
    ...both(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    ),
    s3: s3(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      403,
    ),
  },
  /** A session token that is not the access key's, or that no longer reads as one. */
  invalidToken: {
    ...both(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    ),
    s3: s3('InvalidToken', 'The provided token is malformed or otherwise invalid.', 400),
  },
  expiredToken: {
    ...both(
      'ExpiredTokenException',
      'ExpiredToken',
      'The security token included in the request is expired',
    ),
    s3: s3('ExpiredToken', 'The provided token has expired.', 400),
  },
} satisfies Record<string, ByFamily>;

/** A scope for another region than the endpoint's. */
export function wrongRegion(
  family: SignatureFamily,
  given: string,
  expected: string,
): SignatureProblem {
  if (family !== 's3') {
    return invalidSignature(
      family,
      `Credential should be scoped to a valid region, not '${given}'. `,
    );
  }
  const message = `the region '${given}' is wrong; expecting '${expected}'`;
  return { ...malformedHeader(message), detail: { Region: expected } };
}

/** A scope for another service than the one that is asked. */
export function wrongService(
  family: SignatureFamily,
  given: string,
  expected: string,
): SignatureProblem {
  return family === 's3'
    ? malformedHeader(`incorrect service "${given}". This endpoint belongs to "${expected}".`)
    : invalidSignature(family, `Credential should be scoped to correct service: '${expected}'. `);
}

/** A signature that is there in parts only. Not of S3. */
export function incompleteSignature(family: SignatureFamily, message: string): SignatureProblem {
  return family === 'json'
    ? json('IncompleteSignatureException', message)
    : query('IncompleteSignature', message, 400);
}

/** A signature that is complete and cannot hold. Not of S3. */
export function invalidSignature(family: SignatureFamily, message: string): SignatureProblem {
  const { code, statusCode } = signatureProblems.mismatch[family];
  return { code, message, statusCode };
}

/** S3's answer to an Authorization header it cannot read. */
export function malformedHeader(reason: string): SignatureProblem {
  return s3(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; ${reason}`,
    400,
  );
}

/** S3's answer to a presigned query it cannot read. */
export function malformedQuery(message: string): SignatureProblem {
  return s3('AuthorizationQueryParametersError', message, 400);
}

/** An error of S3's own. */
export function s3(
  code: string,
  message: string,
  statusCode: number,
  detail?: Readonly<Record<string, string>>,
): SignatureProblem {
  return detail === undefined
    ? { code, message, statusCode }
    : { code, message, statusCode, detail };
}

function both(
  jsonCode: string,
  queryCode: string,
  message: string,
): Pick<ByFamily, 'json' | 'query'> {
  return { json: json(jsonCode, message), query: query(queryCode, message) };
}

function json(code: string, message: string): SignatureProblem {
  return { code, message, statusCode: 400 };
}

function query(code: string, message: string, statusCode = 403): SignatureProblem {
  return { code, message, statusCode };
}
