import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { MAX_INFLATED_BYTES } from './body.ts';
import { readJson } from './json.ts';
import { type HttpRequest, MAX_DEPTH, WireError } from './message.ts';
import type { ServiceModel } from './model.ts';
import { MAX_PARAMETERS } from './query.ts';
import { shapeOf } from './schema.ts';
import {
  cborRequest,
  deleteRequest,
  readAny,
  secretRequest,
  testModel,
  testRequest,
} from './testModels.ts';
import { MAX_XML_BYTES } from './xmlRead.ts';

const cloudWatch = testModel('cloudwatch', 'monitoring');
const ec2 = testModel('ec2', 'ec2');
const s3 = testModel('s3', 's3');
const secrets = testModel('secrets-manager', 'secretsmanager');
const sns = testModel('sns', 'sns');

describe('refuses malformed JSON', () => {
  const cases = [
    ['{"SecretId":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"SecretId":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"SecretId":{}}', 'Start of structure or map found where not expected.'],
    ['{"SecretId":[]}', 'Start of list found where not expected'],
    ['{"Description":"a","SecretBinary":"%%%"}', 'Invalid base64 encoding'],
    ['{"Tags":"x"}', 'Expected list or null'],
    ['{"Tags":["x"]}', 'Expected null'],
    ['{"ForceOverwriteReplicaSecret":"true"}', 'STRING_VALUE can not be converted to a Boolean'],
    ['[]', 'Start of list found where not expected'],
    ['1', 'Expected null'],
    ['null', ''],
    ['{', ''],
    ['\u0000', ''],
    ['['.repeat(100_000), ''],
    [Buffer.from([0x22, 0xff, 0x22]), 'The request body is not valid UTF-8'],
  ] as const;
  for (const [body, message] of cases) {
    it(String(body).slice(0, 50), () => {
      const headers = { 'x-amz-target': 'secretsmanager.CreateSecret' };
      const isGet = String(body).includes('SecretId');
      const request = isGet ? secretRequest(body) : testRequest({ headers, body });
      refuses(secrets, request, 'SerializationException', message);
    });
  }

  it('a number that is none, in its own words', () => {
    const headers = { 'x-amz-target': 'secretsmanager.ListSecrets' };
    const request = testRequest({ headers, body: '{"MaxResults":"5"}' });
    const message = 'STRING_VALUE can not be converted to an Integer';
    refuses(secrets, request, 'SerializationException', message);
  });

  it('what nests too deeply, in a shape that contains itself', () => {
    const node: unknown[] = [3, 'ns', 'Node', 0, ['Child']];
    node.push([() => node]);
    const nested = (depth: number) =>
      Buffer.from(`${'{"Child":'.repeat(depth)}{}${'}'.repeat(depth)}`);
    readJson(shapeOf(node), nested(MAX_DEPTH - 1));
    assert.throws(() => readJson(shapeOf(node), nested(MAX_DEPTH)), /deeper than 64 levels/);
  });
});

describe('refuses malformed forms', () => {
  const cases = [
    ['Action=TagResource&Tags.member.x.Key=1', 'x is not a valid list index'],
    ['Action=TagResource&Tags.member.0.Key=1', '0 is not a valid list index'],
    ['Action=TagResource&Tags.member.-1.Key=1', '-1 is not a valid list index'],
    ['Action=CreateTopic&Attributes.entry.1.key=a', 'A map entry is incomplete'],
    [`Action=Publish&${'a.'.repeat(100)}=1`, `Nesting is deeper than ${MAX_DEPTH} levels`],
    [`Action=Publish&${'a=1&'.repeat(MAX_PARAMETERS)}`, `More than ${MAX_PARAMETERS} parameters`],
  ] as const;
  for (const [body, message] of cases) {
    it(body.slice(0, 60), () => {
      refuses(sns, testRequest({ body }), 'MalformedInput', message);
    });
  }

  const values = [
    ['MaxResults=five', 'five is not a valid number'],
    ['MaxResults=', ' is not a valid number'],
    ['MaxResults=0x10', '0x10 is not a valid number'],
    ['DryRun=yes', 'yes is not a valid boolean'],
  ] as const;
  for (const [parameter, message] of values) {
    it(parameter, () => {
      const request = testRequest({ body: `Action=DescribeInstances&${parameter}` });
      refuses(ec2, request, 'MalformedInput', message);
    });
  }
});

describe('refuses malformed XML', () => {
  const bodies = [
    'no xml',
    '<Delete>',
    '<Delete></delete>',
    '<Delete/><Delete/>',
    '<!DOCTYPE Delete [<!ENTITY a "b">]><Delete/>',
    '<!DOCTYPE Delete SYSTEM "file:///etc/passwd"><Delete/>',
    '<Delete><Object><Key>&nbsp;</Key></Object></Delete>',
    '<Delete><Object><Key>&#x110000;</Key></Object></Delete>',
    '<Delete><Object><Key>&</Key></Object></Delete>',
    '<Delete><Object><Key><b/></Key></Object></Delete>',
    '<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>',
    '<Delete><Objekt/></Delete>',
    '<Delete><Quiet>maybe</Quiet></Delete>',
    '<Delete><__proto__>1</__proto__></Delete>',
    '<Delete><constructor>1</constructor></Delete>',
    `${'<Delete>'.repeat(100)}${'</Delete>'.repeat(100)}`,
  ];
  const message =
    'The XML you provided was not well-formed or did not validate against our published schema';
  for (const body of bodies) {
    it(body.slice(0, 60), () => refuses(s3, deleteRequest(body), 'MalformedXML', message));
  }

  it('a document that is too long', () => {
    const body = `<Delete>${' '.repeat(MAX_XML_BYTES)}</Delete>`;
    const code = 'MaxMessageLengthExceeded';
    refuses(s3, deleteRequest(body), code, 'Your request was too big.');
  });

  for (const text of ['many', '1e3', '1.5', 'NaN', '']) {
    it(`a parameter that is no integer: ${text}`, () => {
      const request = testRequest({ method: 'GET', path: '/b', query: `max-keys=${text}` });
      const message = 'Provided max-keys not an integer or within integer range';
      refuses(s3, request, 'InvalidArgument', message);
    });
  }

  it('a path that cannot be decoded', () => {
    const request = testRequest({ method: 'GET', path: '/b/%E0%A4%A' });
    refuses(s3, request, 'InvalidURI', "Couldn't parse the specified URI.");
  });
});

describe('refuses malformed CBOR', () => {
  const cases = [
    ['ff', 'Unexpected CBOR break'],
    ['a1', 'Unexpected end of CBOR'],
    ['bf', 'Unexpected end of CBOR'],
    ['a000', 'Trailing bytes after the CBOR item'],
    ['bbffffffffffffffff', 'Unexpected end of CBOR'],
    ['9bffffffffffffffff', 'Unexpected end of CBOR'],
    ['7bffffffffffffffff', 'Unexpected end of CBOR'],
    ['a10102', 'CBOR map keys must be strings'],
    ['a1', 'Unexpected end of CBOR'],
    ['1c', 'Invalid CBOR length'],
    ['7f4100ff', 'Bad CBOR chunk'],
    ['61ff', 'The request body is not valid UTF-8'],
    ['c240', 'CBOR tag 2 is not supported'],
    ['c161', 'Unexpected end of CBOR'],
    ['c16161', 'A CBOR timestamp must be a number'],
    ['c1fb7ff0000000000000', 'Infinity is not a valid timestamp'],
    ['f8ff', 'CBOR simple value 24 is not supported'],
    ['80', 'Start of list found where not expected'],
    ['81'.repeat(100_000), `Nesting is deeper than ${MAX_DEPTH} levels`],
    ['9f'.repeat(100_000), `Nesting is deeper than ${MAX_DEPTH} levels`],
    ['a1694e616d657370616365f5', 'TRUE_VALUE can not be converted to a String'],
    ['a1694e616d657370616365c101', 'NUMBER_VALUE can not be converted to a String'],
  ] as const;
  for (const [hex, message] of cases) {
    it(hex.slice(0, 40), () => {
      const body = Buffer.from(hex, 'hex');
      refuses(cloudWatch, cborRequest(body), 'SerializationException', message);
    });
  }

  it('compression that is unknown, broken or a bomb', () => {
    const bomb = gzipSync(Buffer.alloc(MAX_INFLATED_BYTES + 1));
    for (const [encoding, body] of [
      ['br', Buffer.alloc(3)],
      ['gzip', Buffer.alloc(3)],
      ['gzip', bomb],
    ] as const) {
      const plain = cborRequest(body);
      const request = { ...plain, headers: { ...plain.headers, 'content-encoding': encoding } };
      refuses(cloudWatch, request, 'SerializationException');
    }
  });
});

function refuses(service: ServiceModel, request: HttpRequest, code: string, message?: string) {
  assert.throws(
    () => readAny(service, request),
    (error) => {
      assert.ok(error instanceof WireError, String(error));
      assert.equal(error.code, code);
      assert.equal(error.statusCode, 400);
      if (message !== undefined) assert.equal(error.message, message);
      return true;
    },
  );
}
