import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fastCheck from 'fast-check';
import { encodeCbor } from './cborEncode.ts';
import { type HttpRequest, WireError } from './message.ts';
import type { ServiceModel } from './model.ts';
import {
  cborRequest,
  deleteRequest,
  readAny,
  secretRequest,
  testModel,
  testRequest,
} from './testModels.ts';

const cloudWatch = testModel('cloudwatch', 'monitoring');
const ec2 = testModel('ec2', 'ec2');
const s3 = testModel('s3', 's3');
const secrets = testModel('secrets-manager', 'secretsmanager');
const sns = testModel('sns', 'sns');

describe('reads', () => {
  it('keeps __proto__ as a key like any other', () => {
    const target = { 'x-amz-target': 'AmazonSQS.CreateQueue' };
    const sqs = testModel('sqs', 'sqs');
    const body = '{"QueueName":"q","Attributes":{"__proto__":"x"},"__proto__":{"polluted":true}}';
    const read = readAny(sqs, testRequest({ headers: target, body }));
    assert.deepEqual(Object.keys(read), ['QueueName', 'Attributes']);
    const attributes = read.Attributes as Record<string, unknown>;
    assert.deepEqual(Object.entries(attributes), [['__proto__', 'x']]);
    assert.equal(Object.getPrototypeOf(attributes), Object.prototype);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('passes over members it does not know and treats null as absent', () => {
    const body = '{"SecretId":"a","Unknown":[1],"VersionId":null,"toString":1}';
    assert.deepEqual(readAny(secrets, secretRequest(body)), { SecretId: 'a' });
  });

  it('orders lists by their index, with gaps', () => {
    const body = 'Action=TagResource&Tags.member.10.Key=b&Tags.member.2.Key=a';
    const { Tags } = readAny(sns, testRequest({ body }));
    assert.deepEqual(Tags, [{ Key: 'a' }, { Key: 'b' }]);
  });

  it('passes over parameters it does not know, and reads broken escapes as they are', () => {
    const body = 'Action=ListTopics&Unknown.member.x=1&&=&NextToken=%zz%41';
    assert.deepEqual(readAny(sns, testRequest({ body })), { NextToken: '%zzA' });
  });

  it("reads EC2's filters", () => {
    const body = 'Action=DescribeInstances&Filter.1.Name=a&Filter.1.Value.1=x&Filter.1.Value.2=y';
    const expected = { Filters: [{ Name: 'a', Values: ['x', 'y'] }] };
    assert.deepEqual(readAny(ec2, testRequest({ body })), expected);
  });

  it('inflates what botocore compresses', () => {
    const body = gzipSync(encodeCbor({ Namespace: 'n' }));
    const plain = cborRequest(body);
    const request = { ...plain, headers: { ...plain.headers, 'content-encoding': 'gzip' } };
    assert.deepEqual(readAny(cloudWatch, request), { Namespace: 'n' });
  });

  it('resolves references and CDATA of XML', () => {
    const key = 'a&amp;&#66;&#x43;&amp;lt;<![CDATA[<&amp;>]]>';
    const object = `\n <Object><Key>${key}</Key></Object>\n`;
    const body = `<?xml version="1.0"?>\n<Delete xmlns="urn:x">${object}</Delete>`;
    const read = readAny(s3, deleteRequest(body));
    assert.deepEqual(read, { Bucket: 'b', Delete: { Objects: [{ Key: 'a&BC&lt;<&amp;>' }] } });
  });
});

describe('whatever the bytes', () => {
  const requests: readonly [string, ServiceModel, (body: Buffer) => HttpRequest][] = [
    ['JSON', secrets, secretRequest],
    ['CBOR', cloudWatch, cborRequest],
    [
      'a form',
      sns,
      (body) => testRequest({ body: Buffer.concat([Buffer.from('Action=Publish&'), body]) }),
    ],
    ['XML', s3, deleteRequest],
  ];
  for (const [name, service, toRequest] of requests) {
    it(`${name} is read or refused with a WireError`, () => {
      const bytes = fastCheck.uint8Array({ maxLength: 200 });
      const property = fastCheck.property(bytes, (body) => {
        try {
          readAny(service, toRequest(Buffer.from(body)));
        } catch (error) {
          assert.ok(error instanceof WireError);
        }
      });
      fastCheck.assert(property, { numRuns: 500, seed: 7 });
    });
  }
});
