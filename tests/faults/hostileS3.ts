import { type Kind, signed } from './attempt.ts';
import type { Chance } from './chance.ts';

/** A bucket that is there, so that nothing ends with its absence. */
export const hostileBucket = 'hostile';

/** Signed documents that are no XML, no XML that anybody should read, or not what is asked for. */
export const hostileXml: Kind = (source) => {
  const { chance } = source;
  const [method, path, query, document] = chance.pick(documents);
  const [about, spoil] = chance.pick(Object.entries(spoiltXml));
  const request = {
    service: 's3',
    method,
    path,
    query,
    headers: {},
    body: spoil(document, chance),
  };
  return { about: `s3 ${query}: ${about}`, bytes: signed(source, request), dialect: 's3' };
};

const documents = [
  ['POST', `/${hostileBucket}`, 'delete=', '<Delete><Object><Key>a</Key></Object></Delete>'],
  [
    'PUT',
    `/${hostileBucket}`,
    'tagging=',
    '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>',
  ],
  [
    'PUT',
    `/${hostileBucket}`,
    'publicAccessBlock=',
    '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>',
  ],
  [
    'PUT',
    `/${hostileBucket}/a`,
    'tagging=',
    '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>',
  ],
  [
    'PUT',
    '/another-hostile-bucket',
    '',
    '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>',
  ],
  [
    'POST',
    `/${hostileBucket}/a`,
    'uploadId=a',
    '<CompleteMultipartUpload><Part><ETag>a</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
  ],
] as const;

const entities = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
).join('');

const spoiltXml: Readonly<Record<string, (document: string, chance: Chance) => string | Buffer>> = {
  'cut off': (document, chance) => document.slice(0, chance.between(1, document.length - 1)),
  'random bytes': (_, chance) => chance.bytes(chance.between(1, 300)),
  'no UTF-8': (document) => Buffer.from(document.replace('a', 'a\xff\xfe'), 'latin1'),
  'entities of entities': (document) =>
    `<!DOCTYPE a [<!ENTITY l0 "l">${entities}]>${document.replace('>a<', '>&l9;<')}`,
  'a file as an entity': (document) =>
    `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${document.replace('>a<', '>&x;<')}`,
  'a remote document type': (document) =>
    `<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">${document}`,
  'an unknown entity': (document) => `${document.slice(0, -2)}&nbsp;${document.slice(-2)}`,
  'no such character': (document) => `<a>&#x${'f'.repeat(9)};${document}</a>`,
  'another root': (document) => `<Root>${document}</Root>`,
  'two roots': (document) => `${document}${document}`,
  'elements in elements': (_, chance) => {
    const depth = chance.between(100, 20_000);
    return `${'<Tag>'.repeat(depth)}${'</Tag>'.repeat(depth)}`;
  },
  'open elements': (_, chance) => '<Delete>'.repeat(chance.between(1, 20_000)),
  'open brackets': (_, chance) => `<Delete>${'<'.repeat(chance.between(1, 50_000))}`,
  'thousands of attributes': (document, chance) =>
    `<Delete ${Array.from({ length: chance.between(1_000, 5_000) }, () => 'a="b"').join(' ')}>${document}`,
  'open comment': (document) => `${document}<!--${'-'.repeat(50_000)}`,
  'open CDATA': (document) => document.replace('</', '<![CDATA[</'),
  'mismatched tags': (document) => document.replace('</', '</X'),
  'names of objects': () => '<__proto__><constructor>1</constructor></__proto__>',
  JSON: () => '{"Delete":{"Objects":[{"Key":"a"}]}}',
};

/** Paths, parameters and headers that S3 does not take. */
export const hostileParameters: Kind = (source) => {
  const { chance } = source;
  const [about, request] = chance.pick(Object.entries(parameters));
  const {
    method = 'GET',
    path = `/${hostileBucket}/a`,
    query = '',
    headers = {},
  } = request(chance);
  const bytes = signed(source, { service: 's3', method, path, query, headers, body: '' });
  return { about: `s3: ${about}`, bytes, dialect: 's3' };
};

interface Parameters {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const put = (headers: Readonly<Record<string, string>>) => ({ method: 'PUT', headers });

const parameters: Readonly<Record<string, (chance: Chance) => Parameters>> = {
  'a path that is no UTF-8': (chance) => ({
    path: `/${hostileBucket}/${chance.pick(['%FF', '%E0%A4%A', '%C0%80', '%'])}`,
  }),
  'a long key': (chance) => ({
    method: 'PUT',
    path: `/${hostileBucket}/${'k'.repeat(chance.between(1_025, 20_000))}`,
  }),
  'no bucket name': (chance) => ({
    method: 'PUT',
    path: `/${chance.pick(['A_B', '..', 'a', '-a-', '1.2.3.4', 'x'.repeat(64), 'xn--a'])}`,
  }),
  'a count that is none': (chance) => ({
    path: `/${hostileBucket}`,
    query: `list-type=2&max-keys=${chance.pick(['many', '-1', '1.5', '99999999999999'])}`,
  }),
  'a token that is none': (chance) => ({
    path: `/${hostileBucket}`,
    query: `continuation-token=${chance.word()}&list-type=2`,
  }),
  'a part that is none': (chance) => ({
    method: 'PUT',
    query: `partNumber=${chance.pick(['a', '0', '-1', '10001'])}&uploadId=${chance.word()}`,
  }),
  'an upload that is none': (chance) => ({ query: `uploadId=${chance.word()}` }),
  'a source that is none': (chance) =>
    put({
      'x-amz-copy-source': chance.pick(['', '/', 'a', '%', '//', '%FF/a', `${hostileBucket}/%00`]),
    }),
  'a digest that is none': (chance) =>
    put({ 'content-md5': chance.pick(['a', '', '====', 'x'.repeat(24), chance.word()]) }),
  'a checksum that is none': (chance) =>
    put({ 'x-amz-checksum-crc32': chance.pick(['a', '', 'AAAAAA==x', '/////w==']) }),
  'two checksums': () =>
    put({ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }),
  'an unknown ACL': (chance) => put({ 'x-amz-acl': chance.word() }),
  'tags that are none': (chance) =>
    put({ 'x-amz-tagging': chance.pick(['=', '%', 'a=b&a=c', `a=${'b'.repeat(999)}`, '&&=']) }),
  'more metadata than S3 takes': (chance) =>
    put({ 'x-amz-meta-a': 'm'.repeat(chance.between(2_100, 20_000)) }),
  'an unknown encryption': (chance) => put({ 'x-amz-server-side-encryption': chance.word() }),
};

/** Uploads whose chunks, lengths and sums do not hold. */
export const hostileUpload: Kind = (source) => {
  const { chance } = source;
  const [about, upload] = chance.pick(Object.entries(uploads));
  const {
    kind = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    length = 9,
    trailer,
    frames,
  } = upload(chance);
  const hasTrailer = kind.endsWith('-TRAILER');
  const headers = {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(length),
    ...(hasTrailer ? { 'x-amz-trailer': trailer ?? 'x-amz-checksum-crc32' } : {}),
  };
  const path = `/${hostileBucket}/upload`;
  const request = { service: 's3', method: 'PUT', path, headers, payloadHash: kind, body: frames };
  return { about: `s3 upload: ${about}`, bytes: signed(source, request), dialect: 's3' };
};

interface Upload {
  readonly kind?: string;
  readonly length?: number | string;
  readonly trailer?: string;
  readonly frames: string | Buffer;
}

const nine = '9\r\n123456789\r\n0\r\n';
/** The CRC-32 that everybody checks theirs with. */
const sum = 'x-amz-checksum-crc32:y/Q5Jg==\r\n\r\n';
const signedChunks = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const chunk = (size: string, signature: string, content: string) =>
  `${size};chunk-signature=${signature}\r\n${content}\r\n`;

const uploads: Readonly<Record<string, (chance: Chance) => Upload>> = {
  'random bytes': (chance) => ({ frames: chance.bytes(chance.between(1, 500)) }),
  nothing: () => ({ frames: '' }),
  'cut off': (chance) => ({
    frames: `${nine}${sum}`.slice(0, chance.between(1, nine.length + sum.length - 3)),
  }),
  'a size that is none': (chance) => ({
    frames: `${chance.pick(['x', '-9', '', ' 9', '0x9', 'f'.repeat(13), 'F'.repeat(99_999)])}\r\n123456789\r\n0\r\n${sum}`,
  }),
  'a chunk longer than it says': () => ({ frames: `8\r\n123456789\r\n0\r\n${sum}` }),
  'a chunk shorter than it says': () => ({ frames: `a\r\n123456789\r\n0\r\n${sum}` }),
  'more than was announced': () => ({ length: 8, frames: `${nine}${sum}` }),
  'less than was announced': (chance) => ({
    length: chance.between(10, 1e12),
    frames: `${nine}${sum}`,
  }),
  'a length that is none': (chance) => ({
    length: chance.pick(['', 'a', '-1', '9'.repeat(40)]),
    frames: `${nine}${sum}`,
  }),
  'another sum': () => ({ frames: `${nine}x-amz-checksum-crc32:AAAAAA==\r\n\r\n` }),
  'a sum that is none': (chance) => ({
    frames: `${nine}x-amz-checksum-crc32:${chance.word()}\r\n\r\n`,
  }),
  'no sum': () => ({ frames: `${nine}\r\n` }),
  'another trailer': (chance) => ({ frames: `${nine}x-amz-${chance.word()}:y/Q5Jg==\r\n\r\n` }),
  'an unknown trailer': (chance) => ({
    trailer: `x-amz-checksum-${chance.word()}`,
    frames: `${nine}${sum}`,
  }),
  'a trailer without end': (chance) => ({
    frames: `${nine}${'a:b\r\n'.repeat(chance.between(1, 9_999))}`,
  }),
  'bytes after the end': (chance) => ({
    frames: Buffer.concat([Buffer.from(`${nine}${sum}`), chance.bytes(9)]),
  }),
  'chunks that are not signed': () => ({ kind: signedChunks, frames: `${nine}\r\n` }),
  'chunks that are signed wrongly': (chance) => ({
    kind: signedChunks,
    frames:
      chunk('9', chance.bytes(32).toString('hex'), '123456789') + chunk('0', '0'.repeat(64), ''),
  }),
  'a signature that is none': (chance) => ({
    kind: signedChunks,
    frames: chunk('9', chance.word(), '123456789'),
  }),
  'an unknown kind': (chance) => ({
    kind: `STREAMING-${chance.word().toUpperCase()}`,
    frames: `${nine}${sum}`,
  }),
  'a hash of something else': (chance) => ({
    kind: chance.bytes(32).toString('hex'),
    frames: '123456789',
  }),
};
