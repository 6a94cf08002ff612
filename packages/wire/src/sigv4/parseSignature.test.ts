import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSignature, type SignatureFamily, type SignedRequest } from './index.ts';

const SIGNATURE = 'a'.repeat(64);
const HASH = 'b'.repeat(64);

describe('refuses a header', () => {
  const cases: readonly Case[] = [
    [
      'json',
      { authorization: 'AWS4-HMAC-SHA256 ' },
      'IncompleteSignatureException',
      /^Invalid key=value pair/,
    ],
    [
      'json',
      { authorization: 'Bearer secret' },
      'IncompleteSignatureException',
      /^Invalid key=value pair .*: '[\w+/]{43}='\.$/,
    ],
    [
      'json',
      { authorization: 'AWS4-HMAC-SHA1 x' },
      'IncompleteSignatureException',
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
    ],
    [
      'json',
      { authorization: `AWS4-HMAC-SHA256 Signature=${SIGNATURE}` },
      'IncompleteSignatureException',
      /^Authorization header requires .Credential. parameter\. .*\) Authorization=[\w+/]{43}=$/,
    ],
    [
      'query',
      { 'x-amz-date': undefined },
      'IncompleteSignature',
      /^Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. /,
    ],
    [
      'query',
      { 'x-amz-date': '2026-01-01' },
      'IncompleteSignature',
      "Date must be in ISO-8601 'basic format'. Got '2026-01-01'. See " +
        'http://en.wikipedia.org/wiki/ISO_8601',
    ],
    ['query', { 'x-amz-date': '20260230T000000Z' }, 'IncompleteSignature', /^Date must be/],
    [
      'json',
      { authorization: signed({ credential: 'AKID/20260101/us-east-1/sns' }) },
      'IncompleteSignatureException',
      /^Credential must have exactly 5 slash-delimited elements/,
    ],
    [
      'json',
      { authorization: signed({ credential: 'AKID/20260101/us-east-1/sns/aws4' }) },
      'InvalidSignatureException',
      "Credential should be scoped with a valid terminator: 'aws4_request'.",
    ],
    [
      'query',
      { authorization: signed({ credential: 'AKID/20260102/us-east-1/sns/aws4_request' }) },
      'SignatureDoesNotMatch',
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date ' +
        "from HTTP: '20260102' != '20260101', from '20260101T000000Z'.",
    ],
    [
      'json',
      { authorization: signed({ signedHeaders: 'x-amz-content-sha256;x-amz-date' }) },
      'InvalidSignatureException',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'json',
      { authorization: signed({ signedHeaders: 'host' }) },
      'InvalidSignatureException',
      "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'json',
      { authorization: signed({ signedHeaders: 'x-amz-date;host' }) },
      'InvalidSignatureException',
      /^The request signature we calculated/,
    ],
    [
      'json',
      { authorization: `${signed({})}, Signature=${SIGNATURE}` },
      'IncompleteSignatureException',
      /^Invalid key=value pair/,
    ],
    [
      'json',
      { authorization: signed({ credential: 'ASIAX/20260101/us-east-1/sns/aws4_request' }) },
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'query',
      { authorization: signed({ credential: 'ASIAX/20260101/us-east-1/sns/aws4_request' }) },
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    ],
    [
      's3',
      { authorization: signed({ credential: 'ASIAX/20260101/us-east-1/s3/aws4_request' }) },
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    [
      's3',
      { authorization: 'AWS AKID:signature' },
      'InvalidRequest',
      /Please use AWS4-HMAC-SHA256/,
    ],
    ['s3', { authorization: 'Basic eDp5' }, 'InvalidArgument', 'Unsupported Authorization Type'],
    [
      's3',
      { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; the authorization header requires three ' +
        'components: Credential, SignedHeaders, and Signature.',
    ],
    [
      's3',
      { authorization: signed({ credential: 'AKID' }) },
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; the Credential is mal-formed; expecting ' +
        '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
    [
      's3',
      { authorization: signed({ credential: 'AKID/20260102/us-east-1/s3/aws4_request' }) },
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; Invalid credential date "20260102". This ' +
        'date is not the same as X-Amz-Date: "20260101".',
    ],
    [
      's3',
      { 'x-amz-date': undefined },
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    ],
    [
      's3',
      { 'x-amz-content-sha256': undefined },
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    ],
    [
      's3',
      { 'x-amz-content-sha256': 'none' },
      'InvalidArgument',
      /^x-amz-content-sha256 must be UNSIGNED-PAYLOAD, /,
    ],
    [
      's3',
      { 'x-amz-acl': 'public-read' },
      'AccessDenied',
      'There were headers present in the request which were not signed',
    ],
    ['s3', { query: 'X-Amz-Signature=x' }, 'InvalidArgument', /^Only one auth mechanism allowed; /],
    [
      's3',
      { authorization: `AWS4-HMAC-SHA256 ${'a'.repeat(5000)}` },
      'AuthorizationHeaderMalformed',
      /three components/,
    ],
  ];
  run(cases, (change) => {
    const { query = '', ...headers } = change;
    return { ...HEADER_SIGNED, query, headers: defined({ ...HEADER_SIGNED.headers, ...headers }) };
  });
});

describe('refuses a presigned query', () => {
  const cases: readonly Case[] = [
    [
      'query',
      { 'X-Amz-Algorithm': undefined, 'X-Amz-Date': undefined },
      'IncompleteSignature',
      "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string " +
        "parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
    ],
    [
      'query',
      { 'X-Amz-Signature': `${SIGNATURE}&X-Amz-Signature=${SIGNATURE}` },
      'IncompleteSignature',
      /must include 'X-Amz-Signature'/,
    ],
    [
      'json',
      { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA1' },
      'IncompleteSignatureException',
      /^Unsupported AWS 'algorithm'/,
    ],
    [
      's3',
      { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA1' },
      'AuthorizationQueryParametersError',
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
    ],
    [
      's3',
      { 'X-Amz-Expires': undefined },
      'AuthorizationQueryParametersError',
      /^Query-string authentication version 4 requires the /,
    ],
    [
      's3',
      { 'X-Amz-Expires': 'soon' },
      'AuthorizationQueryParametersError',
      'X-Amz-Expires should be a number',
    ],
    [
      's3',
      { 'X-Amz-Expires': '-1' },
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be non-negative',
    ],
    [
      's3',
      { 'X-Amz-Expires': '604801' },
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given ' +
        'X-Amz-Expires must be less than 604800 seconds',
    ],
    [
      's3',
      { 'X-Amz-Date': 'today' },
      'AuthorizationQueryParametersError',
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    ],
    [
      's3',
      { 'X-Amz-Credential': 'AKID' },
      'AuthorizationQueryParametersError',
      /^Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; /,
    ],
    [
      's3',
      { 'X-Amz-Credential': 'AKID/20250101/us-east-1/s3/aws4_request' },
      'AuthorizationQueryParametersError',
      'Invalid credential date "20250101". This date is not the same as X-Amz-Date: "20260101".',
    ],
    [
      's3',
      { 'X-Amz-SignedHeaders': 'range' },
      'AccessDenied',
      'There were headers present in the request which were not signed',
    ],
    [
      's3',
      { 'X-Amz-Credential': 'ASIAX/20260101/us-east-1/s3/aws4_request' },
      'InvalidAccessKeyId',
      /^The AWS Access Key Id/,
    ],
  ];
  run(cases, (change) => ({
    ...PRESIGNED,
    query: queryOf(defined({ ...PRESIGNED_QUERY, ...change })),
  }));
});

describe('reads', () => {
  test('a header', () => {
    assert.deepEqual(
      parseSignature(HEADER_SIGNED, () => 'json'),
      {
        kind: 'header',
        family: 'json',
        credential: { accessKeyId: 'AKID', date: '20260101', region: 'us-east-1', service: 's3' },
        signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date'],
        signature: SIGNATURE,
        timestampMs: Date.UTC(2026, 0, 1),
        amzDate: '20260101T000000Z',
      },
    );
  });

  test('a header whose parts come in another order, without blanks, dated by Date', () => {
    const signature = `Signature=${SIGNATURE}`;
    const signedHeaders = 'SignedHeaders=date;host';
    const credential = `Credential=${CREDENTIAL}`;
    const parsed = parseSignature(
      {
        ...HEADER_SIGNED,
        headers: {
          host: 'localhost',
          date: 'Thu, 01 Jan 2026 00:00:00 GMT',
          authorization: `AWS4-HMAC-SHA256 ${signature},${signedHeaders},${credential}`,
        },
      },
      () => 'json',
    );
    assert.ok(typeof parsed === 'object' && 'signature' in parsed, JSON.stringify(parsed));
    assert.equal(parsed.amzDate, '20260101T000000Z');
  });

  test('a presigned query', () => {
    const query = { ...PRESIGNED_QUERY, 'X-Amz-Security-Token': 'a/b' };
    assert.deepEqual(
      parseSignature({ ...PRESIGNED, query: queryOf(query) }, () => 's3'),
      {
        kind: 'query',
        family: 's3',
        credential: { accessKeyId: 'AKID', date: '20260101', region: 'us-east-1', service: 's3' },
        signedHeaders: ['host'],
        signature: SIGNATURE,
        timestampMs: Date.UTC(2026, 0, 1),
        amzDate: '20260101T000000Z',
        expiresInSeconds: 60,
        sessionToken: 'a/b',
        payloadHash: 'UNSIGNED-PAYLOAD',
      },
    );
  });

  test('nobody', () => {
    const anonymous = { method: 'GET', path: '/', query: 'Action=ListUsers', headers: {} };
    assert.equal(
      parseSignature(anonymous, () => 'query'),
      'anonymous',
    );
  });

  test('no anonymous request in a URL of the old signature', () => {
    const request = {
      method: 'GET',
      path: '/',
      query: 'AWSAccessKeyId=x&Signature=y',
      headers: {},
    };
    const parsed = parseSignature(request, () => 's3');
    assert.equal(typeof parsed === 'object' && 'code' in parsed && parsed.code, 'InvalidRequest');
  });

  test('asks for the family of the service in the scope', () => {
    const asked: unknown[] = [];
    parseSignature(HEADER_SIGNED, (service) => {
      asked.push(service);
      return 's3';
    });
    assert.deepEqual(asked, ['s3']);
  });
});

type Case = readonly [
  family: SignatureFamily,
  change: Readonly<Record<string, string | undefined>>,
  code: string,
  message: string | RegExp,
];

function run(
  cases: readonly Case[],
  requestOf: (change: Readonly<Record<string, string | undefined>>) => SignedRequest,
): void {
  for (const [family, change, code, message] of cases) {
    test(`${family}: ${JSON.stringify(change).slice(0, 80)}`, () => {
      const problem = parseSignature(requestOf(change), () => family);
      assert.ok(typeof problem === 'object' && 'code' in problem, JSON.stringify(problem));
      assert.equal(problem.code, code);
      if (typeof message === 'string') assert.equal(problem.message, message);
      else assert.match(problem.message, message);
      assert.ok(!JSON.stringify(problem).includes(SIGNATURE), 'shows no signature');
    });
  }
}

const CREDENTIAL = 'AKID/20260101/us-east-1/s3/aws4_request';

const HEADER_SIGNED: SignedRequest = {
  method: 'GET',
  path: '/',
  query: '',
  headers: {
    host: 'localhost',
    'x-amz-date': '20260101T000000Z',
    'x-amz-content-sha256': HASH,
    authorization: signed({}),
  },
};

const PRESIGNED: SignedRequest = {
  method: 'GET',
  path: '/b/k',
  query: '',
  headers: { host: 'localhost' },
};

const PRESIGNED_QUERY = {
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': CREDENTIAL,
  'X-Amz-Date': '20260101T000000Z',
  'X-Amz-Expires': '60',
  'X-Amz-SignedHeaders': 'host',
  'X-Amz-Signature': SIGNATURE,
};

function signed({
  credential = 'AKID/20260101/us-east-1/s3/aws4_request',
  signedHeaders = 'host;x-amz-content-sha256;x-amz-date',
}): string {
  const claims = `SignedHeaders=${signedHeaders}, Signature=${SIGNATURE}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, ${claims}`;
}

function queryOf(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value.replaceAll('/', '%2F')}`)
    .join('&');
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
