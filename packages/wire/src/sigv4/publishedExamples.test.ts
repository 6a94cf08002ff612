import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { parseSignature, type SignedRequest, verifySignature } from './index.ts';
import { KEY } from './signWithSdk.testing.ts';

const EMPTY = hash('sha256', '');

/** The examples of the IAM User Guide and the S3 API Reference, with the signatures there. */
const PUBLISHED: readonly [name: string, request: SignedRequest, family: 'query' | 's3'][] = [
  [
    'IAM ListUsers',
    get('iam.amazonaws.com', '/', 'Action=ListUsers&Version=2010-05-08', {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': '20150830T123600Z',
      authorization: authorization(
        'AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request',
        'content-type;host;x-amz-date',
        '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      ),
    }),
    'query',
  ],
  [
    'S3 GET Object with a range',
    s3Get('/test.txt', '', 'host;range;x-amz-content-sha256;x-amz-date', {
      range: 'bytes=0-9',
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    }),
    's3',
  ],
  [
    'S3 GET Bucket lifecycle, a parameter without value',
    s3Get('/', 'lifecycle', 'host;x-amz-content-sha256;x-amz-date', {
      signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    }),
    's3',
  ],
  [
    'S3 list objects',
    s3Get('/', 'max-keys=2&prefix=J', 'host;x-amz-content-sha256;x-amz-date', {
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    }),
    's3',
  ],
  [
    'S3 presigned GET Object',
    get(
      'examplebucket.s3.amazonaws.com',
      '/test.txt',
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524' +
        '%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400' +
        '&X-Amz-SignedHeaders=host&X-Amz-Signature=' +
        'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      {},
    ),
    's3',
  ],
];

describe('published examples', () => {
  for (const [name, request, family] of PUBLISHED) {
    test(name, () => {
      const parsed = parseSignature(request, () => family);
      assert.ok(typeof parsed === 'object' && 'signature' in parsed, JSON.stringify(parsed));
      const secretAccessKey =
        family === 'query' ? 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' : KEY.secretAccessKey;
      const nowMs = parsed.timestampMs;
      const verification = { secretAccessKey, bodySha256: EMPTY, nowMs };
      assert.equal(verifySignature(parsed, request, verification), undefined);
    });
  }
});

function get(
  host: string,
  path: string,
  query: string,
  headers: Readonly<Record<string, string>>,
): SignedRequest {
  return { method: 'GET', path, query, headers: { host, ...headers } };
}

function s3Get(
  path: string,
  query: string,
  signedHeaders: string,
  { signature, ...headers }: Record<string, string> & { signature: string },
): SignedRequest {
  const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  return get('examplebucket.s3.amazonaws.com', path, query, {
    ...headers,
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': '20130524T000000Z',
    authorization: authorization(credential, signedHeaders, signature),
  });
}

function authorization(credential: string, signedHeaders: string, signature: string): string {
  const claims = `SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, ${claims}`;
}
