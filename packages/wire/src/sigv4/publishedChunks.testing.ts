import type { SignedRequest } from './index.ts';
import { KEY } from './signWithSdk.testing.ts';

/** The two examples of the S3 API Reference: 66,560 times `a`, with the signatures there. */
export function publishedChunks(): [string, { request: SignedRequest; body: Buffer }][] {
  const plain = signedChunks(
    [
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
    ],
    '',
  );
  const trailing = signedChunks(
    [
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    ],
    'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:' +
      'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n',
  );
  const request = putExample(
    {
      'content-length': '66824',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    },
    '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  );
  const trailingRequest = putExample(
    {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
    },
    '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  );
  return [
    ['without trailer', { request, body: plain }],
    ['with trailer', { request: trailingRequest, body: trailing }],
  ];
}

function putExample(own: Readonly<Record<string, string>>, signature: string): SignedRequest {
  const headers: Record<string, string> = {
    'content-encoding': 'aws-chunked',
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-decoded-content-length': '66560',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    ...own,
  };
  const names = Object.keys(headers).sort().join(';');
  const credential = `${KEY.accessKeyId}/20130524/us-east-1/s3/aws4_request`;
  const claims = `SignedHeaders=${names},Signature=${signature}`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential},${claims}`;
  return { method: 'PUT', path: '/examplebucket/chunkObject.txt', query: '', headers };
}

function signedChunks(signatures: readonly string[], trailer: string): Buffer {
  const [first, second, last] = signatures;
  return Buffer.from(
    `10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n` +
      `400;chunk-signature=${second}\r\n${'a'.repeat(1024)}\r\n` +
      `0;chunk-signature=${last}\r\n${trailer}\r\n`,
  );
}
