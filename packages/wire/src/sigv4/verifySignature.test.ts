import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseSignature, type SignedRequest, verifySignature } from './index.ts';
import { check, KEY, NOW_MS, signWithSdk } from './signWithSdk.testing.ts';

const MINUTE_MS = 60_000;
const EMPTY = hash('sha256', '');

const BODY = '{"SecretId":"FanoyDBSecret"}';

const SIGNED_BY_SDK: readonly [name: string, signed: Parameters<typeof signWithSdk>[0]][] = [
  ['JSON', { body: BODY, headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' } }],
  ['session token', { body: BODY, token: 'FwoGZXIvYXdzE/+=' }],
  ['path to normalise and encode twice', { path: '/a//b/./c/../2015-03-31/a%20b%3Ac/' }],
  ['path of dots alone', { path: '/..' }],
  ['query with every kind of character', { query: { 'a-b': '1', a: ["!'()*", ' +%', '€'] } }],
  ['header of many spaces', { headers: { 'x-amz-meta-a': '  a   b\tc ' } }],
  ['S3 key that looks like a path', { service: 's3', method: 'GET', path: '/b/x//../%2B%20y' }],
  ['presigned STS', { service: 'sts', method: 'GET', presignSeconds: 60, token: 'a/+=' }],
  ['presigned S3', { service: 's3', method: 'PUT', presignSeconds: 604_800, path: '/b/k' }],
];

describe('the SDK signer', () => {
  for (const [name, unsigned] of SIGNED_BY_SDK) {
    test(`holds: ${name}`, async () => {
      const request = await signWithSdk(unsigned);
      const family = unsigned.service === 's3' ? 's3' : 'json';
      assert.equal(check(request, unsigned.body, family), undefined);
    });
  }
});

type Change = (request: SignedRequest) => SignedRequest;

const replaceHeader =
  (name: string, from: string | RegExp, to: string): Change =>
  (request) => {
    const value = request.headers[name] ?? '';
    const changed = value.replace(from, to);
    assert.notEqual(changed, value);
    return { ...request, headers: { ...request.headers, [name]: changed } };
  };

const TAMPERS: readonly [what: string, change: Change, code?: string][] = [
  ['method', (request) => ({ ...request, method: 'PUT' })],
  ['path', (request) => ({ ...request, path: '/b' })],
  ['path encoding', (request) => ({ ...request, path: '/%61' })],
  ['query value', (request) => ({ ...request, query: 'x=2' })],
  ['query parameter more', (request) => ({ ...request, query: 'x=1&y=' })],
  ['query gone', (request) => ({ ...request, query: '' })],
  ['signed header', replaceHeader('x-amz-target', 'Get', 'Put')],
  ['host', replaceHeader('host', 'localhost', 'elsewhere')],
  ['session token', replaceHeader('x-amz-security-token', 'F', 'G')],
  ['time', replaceHeader('x-amz-date', '001000Z', '001001Z')],
  ['date of time', replaceHeader('x-amz-date', '20260101', '20251231')],
  ['date of scope', replaceHeader('authorization', '/20260101/', '/20260102/')],
  ['region', replaceHeader('authorization', 'us-east-1', 'us-east-2')],
  ['service', replaceHeader('authorization', '/secretsmanager/', '/sns/')],
  ['terminator', replaceHeader('authorization', 'aws4_request', 'aws4_requesT')],
  ['key', replaceHeader('authorization', 'AKIA', 'AKIB'), 'unknown key'],
  ['signature digit', replaceHeader('authorization', /.$/, '!')],
  ['signature shorter', replaceHeader('authorization', /.$/, '')],
  ['signed header left out', replaceHeader('authorization', ';x-amz-target', '')],
  ['host left out', replaceHeader('authorization', 'host;', '')],
  ['signed header twice', replaceHeader('authorization', 'host;', 'host;host;')],
  ['signed header in capitals', replaceHeader('authorization', 'host;', 'Host;')],
  [
    'signed header removed',
    ({ headers: { 'content-type': _, ...headers }, ...request }) => ({ ...request, headers }),
  ],
  [
    'unsigned x-amz header added',
    (request) => ({ ...request, headers: { ...request.headers, 'x-amz-acl': 'public-read' } }),
  ],
];

describe('refuses a changed request', () => {
  const unsigned = {
    path: '/a',
    query: { x: '1' },
    headers: { 'x-amz-target': 'secretsmanager.GetSecretValue', 'content-type': 'text/plain' },
    body: BODY,
    token: 'FwoGZXIvYXdzE',
  };
  for (const [what, change, code = 'InvalidSignatureException'] of TAMPERS) {
    test(what, async () => {
      const request = await signWithSdk(unsigned);
      assert.equal(check(request, BODY), undefined);
      assert.equal(check(change(request), BODY), code);
    });
  }

  test('body', async () => {
    assert.equal(check(await signWithSdk(unsigned), `${BODY} `), 'InvalidSignatureException');
  });

  for (const name of [
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-Security-Token',
    'x',
    'X-Amz-Signature',
  ]) {
    test(`presigned ${name}`, async () => {
      const presigned = { ...unsigned, service: 's3', presignSeconds: 600 };
      const request = await signWithSdk(presigned);
      assert.equal(check(request, '', 's3'), undefined);
      const query = request.query.replace(new RegExp(`(?<=(?:^|&)${name}=.*?)[15G](?=[^&]*)`), '2');
      assert.notEqual(query, request.query);
      assert.notEqual(check({ ...request, query }, '', 's3'), undefined);
    });
  }
});

const header = { body: '' };
const presigned = (seconds: number, service = 'sts'): Parameters<typeof signWithSdk>[0] => ({
  service,
  presignSeconds: seconds,
});

const TIMES: readonly [
  name: string,
  unsigned: Parameters<typeof signWithSdk>[0],
  laterMs: number,
  message?: string,
][] = [
  ['5 minutes late', header, 5 * MINUTE_MS],
  [
    'more than 5 minutes late',
    header,
    6 * MINUTE_MS,
    'Signature expired: 20260101T001000Z is now earlier than 20260101T001100Z ' +
      '(20260101T001600Z - 5 min.)',
  ],
  ['5 minutes early', header, -5 * MINUTE_MS],
  [
    'more than 5 minutes early',
    header,
    -6 * MINUTE_MS,
    'Signature not yet current: 20260101T001000Z is still later than 20260101T000900Z ' +
      '(20260101T000400Z + 5 min.)',
  ],
  ['S3 15 minutes late', { service: 's3' }, 15 * MINUTE_MS],
  [
    'S3 more than 15 minutes late',
    { service: 's3' },
    15 * MINUTE_MS + 1,
    'The difference between the request time and the current time is too large.',
  ],
  [
    'S3 more than 15 minutes early',
    { service: 's3' },
    -15 * MINUTE_MS - 1,
    'The difference between the request time and the current time is too large.',
  ],
  ['presigned S3 at its last moment', presigned(3600, 's3'), 60 * MINUTE_MS],
  ['presigned S3 past it', presigned(3600, 's3'), 60 * MINUTE_MS + 1, 'Request has expired'],
  ['presigned S3 from the future', presigned(9, 's3'), -16 * MINUTE_MS, 'Request is not yet valid'],
  ['presigned STS at its last moment', presigned(3600), 15 * MINUTE_MS],
  [
    'presigned STS after 15 minutes whatever it says',
    presigned(3600),
    16 * MINUTE_MS,
    'Signature expired: 20260101T001000Z is now earlier than 20260101T001100Z ' +
      '(20260101T002600Z - 15 min.)',
  ],
  [
    'presigned STS past what it says',
    presigned(60),
    2 * MINUTE_MS,
    'Signature expired: 20260101T001000Z is now earlier than 20260101T001100Z ' +
      '(20260101T001200Z - 1 min.)',
  ],
];

describe('time', () => {
  for (const [name, unsigned, laterMs, message] of TIMES) {
    test(name, async () => {
      const request = await signWithSdk(unsigned);
      const parsed = parseSignature(request, (service) => (service === 's3' ? 's3' : 'json'));
      assert.ok(typeof parsed === 'object' && 'signature' in parsed);
      const nowMs = NOW_MS + laterMs;
      const { secretAccessKey } = KEY;
      const problem = verifySignature(parsed, request, {
        secretAccessKey,
        bodySha256: EMPTY,
        nowMs,
      });
      assert.equal(problem?.message, message);
    });
  }
});

test('any request the SDK signs holds, and with any one byte flipped it does not', async () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/);
  const text = fc.string({ unit: 'binary-ascii', maxLength: 20 });
  const visible = fc.stringMatching(/^[!-~]{1,4}( [!-~]{1,4})?$/);
  const unsigned = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path: fc.array(word, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
    query: fc.dictionary(word, text, { maxKeys: 4, noNullPrototype: true }),
    headers: fc.record({ 'x-amz-target': visible, 'content-type': visible }),
    body: text,
    token: word,
    service: fc.constantFrom('secretsmanager', 's3'),
  });
  await fc.assert(
    fc.asyncProperty(unsigned, fc.nat(), fc.nat(), async (parts, part, at) => {
      const family = parts.service === 's3' ? 's3' : 'json';
      const request = await signWithSdk(parts);
      assert.equal(check(request, parts.body, family), undefined);
      assert.notEqual(check(flip(request, part, at), parts.body, family), undefined);
    }),
    { numRuns: 200 },
  );
});

/** Flips one bit of one byte in a part that is signed. */
function flip(request: SignedRequest, part: number, at: number): SignedRequest {
  const { method, path, query, headers } = request;
  const names = Object.keys(headers);
  const flipIn = (text: string): string => {
    const where = at % text.length;
    const flipped = String.fromCharCode(text.charCodeAt(where) ^ 1);
    return text.slice(0, where) + flipped + text.slice(where + 1);
  };
  const choice = part % (names.length + 3);
  if (choice === 0) return { ...request, method: flipIn(method) };
  if (choice === 1) return { ...request, path: flipIn(path) };
  if (choice === 2) return { ...request, query: query === '' ? 'a' : flipIn(query) };
  const name = names[choice - 3] ?? 'host';
  return { ...request, headers: { ...headers, [name]: flipIn(headers[name] ?? '') } };
}
