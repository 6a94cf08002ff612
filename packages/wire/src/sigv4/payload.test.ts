import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { PutObjectCommand, S3Client, ChecksumAlgorithm as SdkAlgorithm } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import {
  openPayload,
  PayloadError,
  type PayloadSummary,
  parseSignature,
  type SignedRequest,
  verifySignature,
} from './index.ts';
import { publishedChunks } from './publishedChunks.testing.ts';
import { KEY } from './signWithSdk.testing.ts';

describe('published examples of signed chunks', () => {
  for (const [name, example] of publishedChunks()) {
    const { request, body } = example;
    for (const step of [body.length, 1000, 7]) {
      test(`${name}, ${step} bytes at a time`, () => {
        assert.equal(verify(request), undefined);
        assert.deepEqual(decode(request, body, step), {
          content: hash('sha256', 'a'.repeat(66_560)),
          length: 66_560,
          ...(name === 'with trailer' && { checksum: { algorithm: 'crc32c', value: 'sOO8/Q==' } }),
        });
      });
    }
  }

  test('refuses any changed byte of any part', () => {
    for (const [name, { request, body }] of publishedChunks()) {
      const text = body.toString('latin1').replaceAll(/a{100,}/g, (run) => '·'.repeat(run.length));
      const places = [0, 100, 66_000, ...[...text.matchAll(/[^·]/g)].map(({ index }) => index)];
      for (const at of places) {
        const changed = Buffer.from(body);
        changed[at]! ^= 1;
        assert.throws(() => decode(request, changed), PayloadError, `${name} at ${at}`);
      }
    }
  });
});

describe('the S3 client', () => {
  const content = Buffer.from('0123456789abcdef'.repeat(20_000));

  for (const algorithm of Object.values(SdkAlgorithm).filter((name) =>
    /^(CRC|SHA(1|256)$)/.test(name),
  )) {
    test(`streams a trailer with ${algorithm}`, async () => {
      const { request, body } = await putWithSdk(
        Readable.from([content]),
        content.length,
        algorithm,
      );
      assert.equal(request.headers['x-amz-content-sha256'], 'STREAMING-UNSIGNED-PAYLOAD-TRAILER');
      assert.equal(verify(request), undefined);
      const { content: decoded, checksum } = decode(request, body, 5000);
      assert.equal(decoded, hash('sha256', content));
      assert.equal(checksum?.algorithm, algorithm.toLowerCase());
      const at = body.indexOf('abcdef');
      assert.equal(codeOf(request, flip(body, at)), 'BadDigest');
    });
  }

  test('sends a whole body with its hash and checksum', async () => {
    const { request, body } = await putWithSdk(content, content.length, 'CRC32');
    assert.equal(verify(request), undefined);
    const { content: decoded, length, checksum } = decode(request, body);
    assert.equal(decoded, hash('sha256', content));
    assert.equal(length, content.length);
    assert.equal(checksum?.algorithm, 'crc32');
    assert.equal(codeOf(request, flip(body, 9)), 'XAmzContentSHA256Mismatch');
    assert.equal(codeOf(request, body.subarray(1)), 'XAmzContentSHA256Mismatch');
  });
});

const TRAILER = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '5',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};
const CRC = 'x-amz-checksum-crc32:NhCmhg==';

describe('refuses a body', () => {
  const cases: readonly [
    name: string,
    body: string,
    code: string | undefined,
    headers?: Headers,
  ][] = [
    ['(a good one)', `5\r\nhello\r\n0\r\n${CRC}\r\n\r\n`, undefined],
    ['(chunk size in capitals)', `5\r\nhello\r\n0\r\n${CRC.replace(':', ': ')}\r\n\r\n`, undefined],
    ['empty', '', 'IncompleteBody'],
    ['without framing', 'hello', 'IncompleteBody'],
    ['with a size that is none', '5x\r\nhello\r\n', 'IncompleteBody'],
    ['with a negative size', '-5\r\nhello\r\n', 'IncompleteBody'],
    ['with a huge size', `${'f'.repeat(12)}\r\nhello\r\n`, 'IncompleteBody'],
    ['with an endless size', '0'.repeat(5000), 'IncompleteBody'],
    ['with a chunk that does not end', '5\r\nhello0\r\n\r\n', 'IncompleteBody'],
    ['that stops within a chunk', '5\r\nhel', 'IncompleteBody'],
    ['that stops before its trailer', '5\r\nhello\r\n0\r\n', 'IncompleteBody'],
    ['that stops before its end', `5\r\nhello\r\n0\r\n${CRC}\r\n`, 'IncompleteBody'],
    ['that goes on after its end', `5\r\nhello\r\n0\r\n${CRC}\r\n\r\n5`, 'IncompleteBody'],
    ['shorter than it says', `4\r\nhell\r\n0\r\n${CRC}\r\n\r\n`, 'IncompleteBody'],
    ['longer than it says', `6\r\nhello!\r\n0\r\n${CRC}\r\n\r\n`, 'IncompleteBody'],
    ['in crumbs', `2\r\nhe\r\n3\r\nllo\r\n0\r\n${CRC}\r\n\r\n`, 'InvalidChunkSizeError'],
    [
      'with an unsigned chunk signed',
      `5;chunk-signature=${'a'.repeat(64)}\r\nhello`,
      'IncompleteBody',
    ],
    ['without the trailer', '5\r\nhello\r\n0\r\n\r\n', 'MalformedTrailerError'],
    ['with another trailer', '5\r\nhello\r\n0\r\nx-amz-meta-a:b\r\n\r\n', 'MalformedTrailerError'],
    [
      'with the trailer twice',
      `5\r\nhello\r\n0\r\n${CRC}\r\n${CRC}\r\n\r\n`,
      'MalformedTrailerError',
    ],
    ['with a wrong checksum', `5\r\nhello\r\n0\r\n${CRC.replace('N', 'M')}\r\n\r\n`, 'BadDigest'],
    [
      'with a checksum that is none',
      '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:?\r\n\r\n',
      'InvalidRequest',
    ],
    ['of unknown length', '', 'MissingContentLength', { 'x-amz-decoded-content-length': 'x' }],
    ['with an MD5 that is none', '', 'InvalidDigest', { 'content-md5': 'x' }],
    [
      'with another MD5',
      `5\r\nhello\r\n0\r\n${CRC}\r\n\r\n`,
      'BadDigest',
      { 'content-md5': `${'A'.repeat(22)}==` },
    ],
    [
      '(with its MD5)',
      `5\r\nhello\r\n0\r\n${CRC}\r\n\r\n`,
      undefined,
      { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' },
    ],
    ['with an unknown checksum', '', 'NotImplemented', { 'x-amz-trailer': 'x-amz-checksum-md5' }],
    ['with two checksums', '', 'InvalidRequest', { 'x-amz-checksum-sha1': 'x' }],
    [
      'in signed chunks of nobody',
      '',
      'AccessDenied',
      { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' },
    ],
    [
      'with a trailer that is not announced',
      '',
      'InvalidRequest',
      { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
    ],
  ];
  for (const [name, body, code, change] of cases) {
    test(name, () => {
      const request = {
        method: 'PUT',
        path: '/b/k',
        query: '',
        headers: { ...TRAILER, ...change },
      };
      assert.equal(codeOf(request, Buffer.from(body)), code);
      if (change === undefined) assert.equal(codeOf(request, Buffer.from(body), 1), code);
    });
  }

  test('leaves alone a checksum header that is not of the body', () => {
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==' };
    const request = { method: 'POST', path: '/b/k', query: 'uploadId=1', headers };
    assert.equal(codeOf(request, Buffer.from('hello')), 'BadDigest');
    const payload = openPayload(request, { checksumHeader: false });
    payload.write(Buffer.from('hello'));
    assert.deepEqual(payload.end(), { length: 5 });
  });
});

type Headers = Readonly<Record<string, string>>;

function verify(request: SignedRequest): string | undefined {
  const parsed = parseSignature(request, () => 's3');
  assert.ok(typeof parsed === 'object' && 'signature' in parsed, JSON.stringify(parsed));
  const nowMs = parsed.timestampMs;
  return verifySignature(parsed, request, { secretAccessKey: KEY.secretAccessKey, nowMs })?.code;
}

function decode(
  request: SignedRequest,
  body: Buffer,
  step = body.length || 1,
): PayloadSummary & { content: string } {
  const parsed = parseSignature(request, () => 's3');
  const { secretAccessKey } = KEY;
  const signer =
    typeof parsed === 'object' && 'signature' in parsed ? { parsed, secretAccessKey } : undefined;
  const payload = openPayload(request, { checksumHeader: true, ...(signer && { signer }) });
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += step) {
    parts.push(...payload.write(body.subarray(at, at + step)));
  }
  const summary = payload.end();
  return { content: hash('sha256', Buffer.concat(parts)), ...summary };
}

function codeOf(request: SignedRequest, body: Buffer, step?: number): string | undefined {
  try {
    decode(request, body, step);
    return undefined;
  } catch (error) {
    if (error instanceof PayloadError) return error.problem.code;
    throw error;
  }
}

function flip(body: Buffer, at: number): Buffer {
  const changed = Buffer.from(body);
  changed[at]! ^= 1;
  return changed;
}

/** What the S3 client of the SDK puts on the wire for one PutObject. */
async function putWithSdk(
  content: Readable | Buffer,
  length: number,
  algorithm: SdkAlgorithm,
): Promise<{ request: SignedRequest; body: Buffer }> {
  const sent: { request: SignedRequest; body: Buffer }[] = [];
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: 'http://localhost:4566',
    forcePathStyle: true,
    credentials: KEY,
    requestHandler: {
      handle: async (request: {
        method: string;
        path: string;
        query: object;
        headers: Headers;
        body: unknown;
      }) => {
        const chunks: Buffer[] = [];
        const source = request.body instanceof Readable ? request.body : [request.body];
        for await (const chunk of source) chunks.push(Buffer.from(chunk as Buffer));
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        const query = new URLSearchParams(Object.entries(request.query)).toString();
        const { method, path } = request;
        sent.push({ request: { method, path, query, headers }, body: Buffer.concat(chunks) });
        return {
          response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([]) }),
        };
      },
    },
  });
  await client.send(
    new PutObjectCommand({
      Bucket: 'b',
      Key: 'a key+more',
      Body: content,
      ContentLength: length,
      ChecksumAlgorithm: algorithm,
    }),
  );
  client.destroy();
  const [first] = sent;
  assert.ok(first !== undefined);
  return first;
}
