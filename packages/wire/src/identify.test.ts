import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { identifyOperation } from './identify.ts';
import { readInput } from './input.ts';
import { testModel, testRequest } from './testModels.ts';

const cloudTrail = testModel('cloudtrail', 'cloudtrail');
const cloudWatch = testModel('cloudwatch', 'monitoring');
const lambda = testModel('lambda', 'lambda');
const s3 = testModel('s3', 's3');
const secrets = testModel('secrets-manager', 'secretsmanager');
const sns = testModel('sns', 'sns');
const sqs = testModel('sqs', 'sqs');

const json10 = { 'content-type': 'application/x-amz-json-1.0' };
const json11 = { 'content-type': 'application/x-amz-json-1.1' };
const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
const LONG = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';

describe('the protocol and operation of a request', () => {
  const cases = [
    [
      cloudTrail,
      { headers: { ...json11, 'x-amz-target': `${LONG}.ListTags` } },
      'awsJson1.1',
      'ListTags',
    ],
    [
      cloudTrail,
      { headers: { ...json11, 'x-amz-target': 'CloudTrail_20131101.ListTags' } },
      'awsJson1.1',
      'ListTags',
    ],
    [
      cloudTrail,
      { headers: { ...json10, 'x-amz-target': 'CloudTrail_20131101.ListTags' } },
      'awsJson1.0',
      'ListTags',
    ],
    [
      cloudWatch,
      { headers: { 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' } },
      'awsJson1.0',
      'ListMetrics',
    ],
    [
      cloudWatch,
      { headers: cbor, path: '/service/GraniteServiceVersion20100801/operation/ListMetrics' },
      'rpcv2Cbor',
      'ListMetrics',
    ],
    [cloudWatch, { body: 'Action=ListMetrics&Version=2010-08-01' }, 'awsQuery', 'ListMetrics'],
    [
      cloudWatch,
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync('Action=ListMetrics') },
      'awsQuery',
      'ListMetrics',
    ],
    [
      sqs,
      { headers: { ...json10, 'x-amz-target': 'AmazonSQS.ListQueues' } },
      'awsJson1.0',
      'ListQueues',
    ],
    [sqs, { body: 'Version=2012-11-05&Action=ListQueues' }, 'awsQuery', 'ListQueues'],
    [sns, { body: 'Action=Publish&Message=Action%3DNo' }, 'awsQuery', 'Publish'],
    [
      sns,
      { method: 'GET', query: 'Action=ConfirmSubscription&Token=t' },
      'awsQuery',
      'ConfirmSubscription',
    ],
    [lambda, { method: 'GET', path: '/2015-03-31/functions/' }, 'restJson', 'ListFunctions'],
    [lambda, { method: 'GET', path: '/2015-03-31/functions' }, 'restJson', 'ListFunctions'],
    [
      lambda,
      { method: 'GET', path: '/2018-10-31/layers', query: 'find=LayerVersion&Arn=a' },
      'restJson',
      'GetLayerVersionByArn',
    ],
  ] as const;
  for (const [service, request, protocol, name] of cases) {
    it(`${service.signingName}: ${protocol} ${name}`, () => {
      const identified = identifyOperation(service, testRequest(request));
      assert.equal(identified.protocol, protocol);
      assert.equal(identified.operationName, name);
      assert.equal(identified.operation, service.operations.get(name));
      assert.ok(identified.operation);
    });
  }
});

describe('what cannot be identified', () => {
  const cases = [
    [secrets, { headers: { 'x-amz-target': 'secretsmanager.Nothing' } }, 'awsJson1.1', 'Nothing'],
    [secrets, { headers: { 'x-amz-target': 'AmazonSQS.ListQueues' } }, 'awsJson1.1', undefined],
    [secrets, { headers: { 'x-amz-target': '' } }, 'awsJson1.1', undefined],
    [secrets, { body: 'Action=GetSecretValue' }, 'awsJson1.1', 'GetSecretValue'],
    [
      secrets,
      { headers: cbor, path: '/service/secretsmanager/operation/ListSecrets' },
      'awsJson1.1',
      'ListSecrets',
    ],
    [
      sns,
      { headers: { 'x-amz-target': 'AmazonSimpleNotificationService.Publish' } },
      'awsQuery',
      'Publish',
    ],
    [sns, { body: 'Action=' }, 'awsQuery', undefined],
    [sns, { body: '{}' }, 'awsQuery', undefined],
    [
      sqs,
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Version=1' },
      'awsQuery',
      undefined,
    ],
    [sns, { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }, 'awsQuery', undefined],
    [cloudWatch, { headers: cbor, path: '/service/x/operation/' }, 'rpcv2Cbor', undefined],
    [lambda, { method: 'GET', path: '/nowhere' }, 'restJson', undefined],
    [s3, { method: 'PATCH', path: '/bucket/key' }, 'restXml', undefined],
  ] as const;
  for (const [service, request, protocol, operationName] of cases) {
    it(`${service.signingName}: ${JSON.stringify(request).slice(0, 80)}`, () => {
      const identified = identifyOperation(service, testRequest(request));
      assert.deepEqual(
        { ...identified, queryMode: undefined },
        { protocol, operationName, operation: undefined, queryMode: undefined },
      );
    });
  }
});

describe('routes of S3, path style', () => {
  const copy = { 'x-amz-copy-source': 'b/k' };
  const cases = [
    ['GET', '/', '', 'ListBuckets'],
    ['GET', '/', 'x-id=ListDirectoryBuckets', 'ListDirectoryBuckets'],
    ['GET', '/b', '', 'ListObjects'],
    ['GET', '/b/', 'prefix=a&marker=b', 'ListObjects'],
    ['GET', '/b', 'list-type=2&prefix=', 'ListObjectsV2'],
    ['GET', '/b', 'location', 'GetBucketLocation'],
    ['GET', '/b', 'location=', 'GetBucketLocation'],
    ['GET', '/b', 'policy', 'GetBucketPolicy'],
    ['GET', '/b', 'policyStatus', 'GetBucketPolicyStatus'],
    ['GET', '/b', 'analytics', 'ListBucketAnalyticsConfigurations'],
    ['GET', '/b', 'analytics&id=1', 'GetBucketAnalyticsConfiguration'],
    ['HEAD', '/b', '', 'HeadBucket'],
    ['PUT', '/b', '', 'CreateBucket'],
    ['PUT', '/b', 'policy', 'PutBucketPolicy'],
    ['DELETE', '/b', '', 'DeleteBucket'],
    ['POST', '/b', 'delete', 'DeleteObjects'],
    ['GET', '/b/k', '', 'GetObject'],
    ['GET', '/b/k', 'x-id=GetObject', 'GetObject'],
    ['GET', '/b/a/b//c/', '', 'GetObject'],
    ['GET', '/b/k', 'tagging', 'GetObjectTagging'],
    ['GET', '/b/k', 'attributes', 'GetObjectAttributes'],
    ['GET', '/b/k', 'uploadId=u', 'ListParts'],
    ['HEAD', '/b/k', '', 'HeadObject'],
    ['PUT', '/b/k', '', 'PutObject'],
    ['PUT', '/b/k', 'X-Amz-Signature=1&X-Amz-Expires=2', 'PutObject'],
    ['PUT', '/b/k', 'x-id=CopyObject', 'CopyObject', copy],
    ['PUT', '/b/k', '', 'CopyObject', copy],
    ['PUT', '/b/k', 'partNumber=1&uploadId=u', 'UploadPart'],
    ['PUT', '/b/k', 'partNumber=1&uploadId=u', 'UploadPartCopy', copy],
    ['POST', '/b/k', 'uploads', 'CreateMultipartUpload'],
    ['POST', '/b/k', 'uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE', '/b/k', '', 'DeleteObject'],
    ['DELETE', '/b/k', 'uploadId=u', 'AbortMultipartUpload'],
  ] as const;
  for (const [method, path, query, name, headers] of cases) {
    it(`${method} ${path}?${query} ${headers ? 'with a source ' : ''}is ${name}`, () => {
      const request = testRequest({ method, path, query, ...(headers ? { headers } : {}) });
      assert.equal(identifyOperation(s3, request).operationName, name);
    });
  }

  it('decodes bucket and key', () => {
    const request = testRequest({ method: 'GET', path: '/my-bucket/a%2Fb/c+d/%E5%80%A4/' });
    const read = readInput(identifyOperation(s3, request), s3, request);
    assert.deepEqual(read, { Bucket: 'my-bucket', Key: 'a/b/c+d/値/' });
  });
});
