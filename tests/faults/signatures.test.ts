import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import { exchange, requestBytes } from './exchange.ts';
import { type Key, presign, signHeaders } from './signRequest.ts';

/** The code and words of each of AWS's dialects, in the order of `calls`. */
type Answers = readonly [json: RegExp, query: RegExp, s3: RegExp];

interface Signing {
  readonly key?: Key;
  readonly timeMs?: number;
  readonly region?: string;
  /** Done to the request after it was signed. */
  tamper?(request: Request): void;
}

interface Request {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
}

/** One call for each dialect, with a body. */
const calls = [
  {
    service: 'secretsmanager',
    eventName: 'ListSecrets',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.ListSecrets',
    },
    body: '{"MaxResults":5}',
  },
  {
    service: 'sts',
    eventName: 'GetCallerIdentity',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  },
  {
    service: 's3',
    eventName: 'PutBucketTagging',
    path: '/guarded',
    query: 'tagging=',
    headers: {},
    body: '<Tagging><TagSet></TagSet></Tagging>',
  },
] as const;

const accepted: Answers = [/^200 /, /^200 /, /^20[04] /];
const mismatch: Answers = [
  /^400 .*"InvalidSignatureException".*does not match the signature you provided/,
  /^403 .*<Code>SignatureDoesNotMatch</,
  /^403 .*<Code>SignatureDoesNotMatch</,
];
const unknownKey: Answers = [
  /^400 .*"UnrecognizedClientException".*The security token included in the request is invalid\./,
  /^403 .*<Code>InvalidClientTokenId</,
  /^403 .*<Code>InvalidAccessKeyId</,
];
const invalidToken: Answers = [
  /^400 .*"UnrecognizedClientException"/,
  /^403 .*<Code>InvalidClientTokenId</,
  /^400 .*<Code>InvalidToken</,
];
/** A temporary key is none without its token; S3 says so. */
const noToken: Answers = [invalidToken[0], invalidToken[1], unknownKey[2]];
const expiredToken: Answers = [
  /^400 .*"ExpiredTokenException".*The security token included in the request is expired/,
  /^403 .*<Code>ExpiredToken</,
  /^400 .*<Code>ExpiredToken</,
];
const missing: Answers = [
  /^400 .*"MissingAuthenticationTokenException"/,
  /^403 .*<Code>MissingAuthenticationToken</,
  /^403 .*<Code>AccessDenied</,
];
const tooOld: Answers = [
  /^400 .*"InvalidSignatureException".*Signature expired: /,
  /^403 .*<Code>SignatureDoesNotMatch<.*Signature expired: /,
  /^403 .*<Code>RequestTimeTooSkewed</,
];
const tooEarly: Answers = [
  /^400 .*"InvalidSignatureException".*Signature not yet current: /,
  /^403 .*<Code>SignatureDoesNotMatch<.*Signature not yet current: /,
  /^403 .*<Code>RequestTimeTooSkewed</,
];
const anyRefusal: Answers = [/^4\d\d .*Exception"/, /^4\d\d .*<Code>/, /^4\d\d .*<Code>/];

const minuteMs = 60_000;
const s3Old = 16 * minuteMs;

/** `{}` is signed by the administrator, now. */
async function cases(cloud: TestCloud): Promise<(readonly [string, Signing, Answers])[]> {
  const keys = await makeKeys(cloud);
  const header = (name: string, change: (value: string) => string): Signing => ({
    tamper: ({ headers }) => Object.assign(headers, { [name]: change(headers[name]!) }),
  });
  const signature = (change: (value: string) => string) =>
    header('authorization', (value) => value.replace(/[0-9a-f]{64}$/, change));
  const ago = (minutes: number): Signing => ({ timeMs: Date.now() - minutes * minuteMs });
  const { admin, session, other } = keys;
  return [
    ['as it should be', {}, accepted],
    ['with a session', { key: session }, accepted],

    [
      'signed with another secret',
      { key: { ...admin, secretAccessKey: 'x'.repeat(40) } },
      mismatch,
    ],
    [
      'one digit of the signature',
      signature((hex) => hex.slice(0, 63) + (hex.endsWith('0') ? '1' : '0')),
      mismatch,
    ],
    ['another key’s signature', { tamper: swapKey(keys.active.accessKeyId) }, mismatch],
    ['half a signature', signature((hex) => hex.slice(0, 32)), anyRefusal],
    ['no signature', signature(() => ''), anyRefusal],
    [
      'signed headers left out',
      header('authorization', (value) => value.replace('host;', '')),
      anyRefusal,
    ],
    [
      'a signed header',
      header('x-amz-date', (date) =>
        date.replace(/\d\dZ$/, (seconds) => (seconds === '00Z' ? '01Z' : '00Z')),
      ),
      mismatch,
    ],
    [
      'another query',
      { tamper: (request) => Object.assign(request, { query: `${request.query}&a=b` }) },
      mismatch,
    ],
    [
      'another method',
      { tamper: (request) => Object.assign(request, { method: 'PATCH' }) },
      mismatch,
    ],
    [
      'a scope of another Region',
      header('authorization', (value) => value.replace('us-east-1', 'eu-west-1')),
      mismatch,
    ],
    [
      'a scope of another day',
      header('authorization', (value) => value.replace(/\/\d{8}\//, '/20200101/')),
      anyRefusal,
    ],
    ['nothing signed at all', { tamper: ({ headers }) => delete headers.authorization }, missing],

    [
      'a key that nobody has',
      { key: { ...admin, accessKeyId: 'AKIANOBODYHASTHISKEY' } },
      unknownKey,
    ],
    ['a key that was deactivated', { key: keys.inactive }, unknownKey],
    ['a key that was deleted', { key: keys.deleted }, unknownKey],
    ['a session’s key of another cloud', { key: keys.foreign }, unknownKey],
    ['a session without its token', { key: { ...session, sessionToken: undefined! } }, noToken],
    [
      'a session with another’s token',
      { key: { ...session, sessionToken: other.sessionToken! } },
      invalidToken,
    ],
    [
      'a session with a changed token',
      { key: { ...session, sessionToken: `${session.sessionToken}A` } },
      invalidToken,
    ],
    [
      'a user’s key with a token',
      { key: { ...admin, sessionToken: session.sessionToken! } },
      invalidToken,
    ],
    ['a session that has ended', { key: keys.ended }, expiredToken],

    // AWS keeps no list of signatures that it has seen either: until the window closes, whoever
    // holds the bytes of a request can send them again.
    ['a replay inside the window', ago(4), accepted],
    ['a replay after the window', ago(s3Old / minuteMs), tooOld],
    ['a replay of yesterday', ago(24 * 60), tooOld],
    ['a request of the future', ago(-20), tooEarly],
  ];
}

test('every forged, foreign and late signature is refused in the words of AWS', async (t) => {
  await using cloud = await startTestCloud();
  await cloud.s3.createBucket({ Bucket: 'guarded' });
  const table = await cases(cloud);
  const before = cloud.records().length;
  let answered = 0;
  for (const [what, signing, answers] of table) {
    await t.test(what, async () => {
      for (const [index, call] of calls.entries()) {
        assert.match(await send(cloud, call, signing), answers[index]!, call.service);
      }
    });
    if (answers === accepted) answered += 1;
  }
  await t.test('what was refused has done nothing and left no record', () => {
    const names = cloud
      .records()
      .slice(before)
      .map(({ eventName }) => eventName);
    const expected = Array.from({ length: answered }, () =>
      calls.map(({ eventName }) => eventName),
    );
    assert.deepEqual(names, expected.flat());
  });
});

test('a body that was changed is refused', async () => {
  await using cloud = await startTestCloud();
  await cloud.s3.createBucket({ Bucket: 'guarded' });
  const changed: Signing = {
    tamper: (request) => Object.assign(request, { body: `${request.body} ` }),
  };
  const [json, query] = mismatch;
  const answers = [json, query, /^400 .*<Code>XAmzContentSHA256Mismatch</] as const;
  for (const [index, call] of calls.entries()) {
    assert.match(await send(cloud, call, changed), answers[index]!, call.service);
  }
});

test('presigned URLs open what they say, as long as they say', async (t) => {
  await using cloud = await startTestCloud();
  await cloud.s3.createBucket({ Bucket: 'guarded' });
  await cloud.s3.putObject({ Bucket: 'guarded', Key: 'a', Body: 'content' });
  const keys = await makeKeys(cloud);
  const signed = (more: object = {}) =>
    presign(
      { method: 'GET', path: '/guarded/a', host: hostOf(cloud) },
      { key: keys.admin, service: 's3', expiresSeconds: 60, ...more },
    );
  const late = { timeMs: Date.now() - 2 * minuteMs };
  const forged = /^403 .*<Code>SignatureDoesNotMatch</;
  const table: readonly (readonly [string, string, RegExp, Partial<Request>?])[] = [
    ['as it should be', signed(), /^200 content/],
    ['once more', signed(), /^200 content/],
    ['with a session', signed({ key: keys.session }), /^200 content/],
    ['past its time', signed(late), /^403 .*<Code>AccessDenied<.*Request has expired/],
    [
      'past its time, which was made longer',
      signed(late).replace('Expires=60', 'Expires=600'),
      forged,
    ],
    [
      'before its time',
      signed({ timeMs: Date.now() + s3Old }),
      /^403 .*AccessDenied<.*Request is not yet valid/,
    ],
    [
      'for longer than a week',
      signed({ expiresSeconds: 604_801 }),
      /^400 .*<Code>AuthorizationQueryParametersError</,
    ],
    [
      'for a time that is none',
      signed({ expiresSeconds: -1 }),
      /^400 .*<Code>AuthorizationQueryParametersError</,
    ],
    ['for another object', signed(), forged, { path: '/guarded/b' }],
    ['for another method', signed(), forged, { method: 'DELETE' }],
    ['with one more parameter', `${signed()}&versionId=1`, forged],
    [
      'of a key that was deactivated',
      signed({ key: keys.inactive }),
      /^403 .*<Code>InvalidAccessKeyId</,
    ],
    ['of a session that has ended', signed({ key: keys.ended }), /^400 .*<Code>ExpiredToken</],
    [
      'of a session, its token left out',
      signed({ key: keys.session }).replace(/X-Amz-Security-Token=[^&]*&/, ''),
      /^4\d\d .*<Code>/,
    ],
  ];
  for (const [what, query, answer, more] of table) {
    await t.test(what, async () => {
      const request = { method: 'GET', path: '/guarded/a', query, headers: {}, body: '', ...more };
      assert.match(await exchangeText(cloud, request), answer);
    });
  }
});

/** Keys in all the states that a key can be in. */
async function makeKeys(cloud: TestCloud) {
  const admin = cloud.administrator as Key;
  const newUserKey = async (UserName: string) => {
    await cloud.iam.createUser({ UserName });
    const { AccessKey } = await cloud.iam.createAccessKey({ UserName });
    const { AccessKeyId, SecretAccessKey } = AccessKey!;
    return { UserName, AccessKeyId: AccessKeyId!, key: keyOf({ AccessKeyId, SecretAccessKey }) };
  };
  const newSession = async () => {
    const { Credentials } = await cloud.sts.getSessionToken({ DurationSeconds: 900 });
    return keyOf(Credentials!);
  };
  const ended = await newSession();
  await cloud.advance('20m');
  const active = await newUserKey('active');
  const inactive = await newUserKey('inactive');
  const { UserName, AccessKeyId } = inactive;
  await cloud.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' });
  const deleted = await newUserKey('deleted');
  await cloud.iam.deleteAccessKey({ UserName: 'deleted', AccessKeyId: deleted.AccessKeyId });
  return {
    admin: { accessKeyId: admin.accessKeyId, secretAccessKey: admin.secretAccessKey },
    active: active.key,
    inactive: inactive.key,
    deleted: deleted.key,
    ended,
    session: await newSession(),
    other: await newSession(),
    foreign: {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'x'.repeat(40),
      sessionToken: 'FwoG',
    },
  };
}

function keyOf(credentials: {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}): Key {
  const { AccessKeyId, SecretAccessKey, SessionToken } = credentials;
  return {
    accessKeyId: AccessKeyId!,
    secretAccessKey: SecretAccessKey!,
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
  };
}

const swapKey = (accessKeyId: string) => (request: Request) => {
  const { authorization } = request.headers;
  request.headers.authorization = authorization!.replace(/(?<=Credential=)\w+/, accessKeyId);
};

const hostOf = ({ port }: TestCloud) => `127.0.0.1:${port}`;

/** Status and body of the answer in one line. */
async function send(cloud: TestCloud, call: (typeof calls)[number], signing: Signing) {
  const { service, path, body } = call;
  const method = service === 's3' ? 'PUT' : 'POST';
  const query = 'query' in call ? call.query : '';
  const { key = cloud.administrator as Key, tamper, ...when } = signing;
  const headers = signHeaders(
    { method, path, query, headers: { ...call.headers, host: hostOf(cloud) }, body },
    { key, service, ...when },
  );
  const request = { method, path, query, headers, body };
  tamper?.(request);
  return exchangeText(cloud, request);
}

async function exchangeText(cloud: TestCloud, { method, path, query, headers, body }: Request) {
  const target = query === '' ? path : `${path}?${query}`;
  const withHost = { host: hostOf(cloud), ...headers };
  const bytes = requestBytes({ method, target, headers: withHost, body });
  const { replies } = await exchange(cloud.port, { bytes });
  const [{ status, body: answer } = { status: 'closed', body: '' }] = replies;
  return `${status} ${String(answer).replace(/\s+/g, ' ')}`;
}
