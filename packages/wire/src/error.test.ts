import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeCbor } from './cborDecode.ts';
import { type ServiceError, writeError } from './error.ts';
import type { Protocol, ServiceModel } from './model.ts';
import { testModel } from './testModels.ts';

const cloudWatch = testModel('cloudwatch', 'monitoring');
const ec2 = testModel('ec2', 'ec2');
const iam = testModel('iam', 'iam');
const lambda = testModel('lambda', 'lambda');
const s3 = testModel('s3', 's3');
const secrets = testModel('secrets-manager', 'secretsmanager');
const sqs = testModel('sqs', 'sqs');

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('errors, to the byte', () => {
  const notFound = { code: 'ResourceNotFoundException', message: 'No <x>', ...client(400) };
  const noQueue = { code: 'QueueDoesNotExist', message: 'None.', ...client(400) };
  const noKey = { code: 'NoSuchKey', message: 'No.', ...client(404), fields: { Key: 'a&b' } };
  const noEntity = { code: 'NoSuchEntity', message: 'No.', ...client(404) };
  const denied = { code: 'AccessDenied', message: 'No.', ...client(403) };
  const cases: readonly [Protocol, ServiceModel | undefined, ServiceError, string][] = [
    ['awsJson1.1', secrets, notFound, '{"__type":"ResourceNotFoundException","Message":"No <x>"}'],
    ['awsJson1.1', undefined, denied, '{"__type":"AccessDenied","message":"No."}'],
    ['awsJson1.1', secrets, { ...denied, message: '' }, '{"__type":"AccessDenied"}'],
    [
      'awsJson1.0',
      sqs,
      noQueue,
      '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"None."}',
    ],
    [
      'awsJson1.0',
      sqs,
      { ...noQueue, code: 'AWS.SimpleQueueService.NonExistentQueue' },
      '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"None."}',
    ],
    [
      'awsJson1.0',
      sqs,
      denied,
      '{"__type":"com.amazon.coral.service#AccessDenied","message":"No."}',
    ],
    [
      'awsQuery',
      sqs,
      noQueue,
      '<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>None.</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    ],
    [
      'awsQuery',
      iam,
      noEntity,
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>No.</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    ],
    [
      'awsQuery',
      iam,
      { ...noEntity, code: 'NoSuchEntityException', statusCode: 500, fault: 'server' },
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Receiver</Type><Code>NoSuchEntity</Code><Message>No.</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    ],
    [
      'ec2Query',
      ec2,
      denied,
      `${PROLOG}<Response><Errors><Error><Code>AccessDenied</Code><Message>No.</Message></Error></Errors><RequestID>r</RequestID></Response>`,
    ],
    [
      'restXml',
      s3,
      noKey,
      `${PROLOG}<Error><Code>NoSuchKey</Code><Message>No.</Message><Key>a&amp;b</Key><RequestId>r</RequestId></Error>`,
    ],
    [
      'restXml',
      s3,
      { ...denied, message: 'a\u0000b' },
      `${PROLOG}<Error><Code>AccessDenied</Code><Message>a\ufffdb</Message><RequestId>r</RequestId></Error>`,
    ],
    [
      'restJson',
      lambda,
      { ...notFound, fields: { Type: 'User' } },
      '{"Type":"User","Message":"No <x>"}',
    ],
  ];
  for (const [protocol, service, error, body] of cases) {
    it(`${protocol} ${error.code}`, () => {
      const reply = writeError({ protocol }, service, error, 'r');
      assert.equal(reply.status, error.statusCode);
      assert.equal(reply.body, body);
    });
  }

  it('in CBOR', () => {
    const reply = writeError({ protocol: 'rpcv2Cbor' }, cloudWatch, denied, 'r');
    const decoded = decodeCbor(reply.body as Buffer);
    const __type = 'com.amazon.coral.service#AccessDenied';
    assert.deepEqual(decoded, { __type, message: 'No.' });
    assert.equal(reply.headers['smithy-protocol'], 'rpc-v2-cbor');
  });

  it('with the code of the query API where the client asks for it', () => {
    const code = 'x-amzn-query-error';
    const asked = { protocol: 'awsJson1.0', queryMode: true } as const;
    const expected = 'AWS.SimpleQueueService.NonExistentQueue;Sender';
    assert.equal(writeError(asked, sqs, noQueue, 'r').headers[code], expected);
    assert.equal(
      writeError({ protocol: 'awsJson1.0' }, sqs, noQueue, 'r').headers[code],
      undefined,
    );
    assert.equal(writeError(asked, secrets, notFound, 'r').headers[code], undefined);
  });

  it('without a body to a HEAD', () => {
    const operation = s3.operations.get('HeadObject');
    const identified = { protocol: 'restXml', operation } as const;
    assert.equal(writeError(identified, s3, noKey, 'r').body, '');
  });
});

function client(statusCode: number): { statusCode: number; fault: 'client' } {
  return { statusCode, fault: 'client' };
}
