import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { HttpReply } from './message.ts';
import type { ServiceModel } from './model.ts';
import { writeOutput } from './output.ts';
import { testModel } from './testModels.ts';

const cloudWatch = testModel('cloudwatch', 'monitoring');
const ec2 = testModel('ec2', 'ec2');
const iam = testModel('iam', 'iam');
const lambda = testModel('lambda', 'lambda');
const logs = testModel('cloudwatch-logs', 'logs');
const s3 = testModel('s3', 's3');
const secrets = testModel('secrets-manager', 'secretsmanager');
const sns = testModel('sns', 'sns');
const sts = testModel('sts', 'sts');

const DATE = new Date('2024-01-02T03:04:05Z');
const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';
const S3_NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

describe('outputs, to the byte', () => {
  const cases: readonly [ServiceModel, string, object, string][] = [
    [
      secrets,
      'GetSecretValue',
      { Name: 'n', VersionId: undefined, VersionStages: ['A'], CreatedDate: DATE, extra: 1 },
      '{"Name":"n","VersionStages":["A"],"CreatedDate":1704164645}',
    ],
    [secrets, 'GetSecretValue', { SecretBinary: Buffer.from('é') }, '{"SecretBinary":"w6k="}'],
    [logs, 'PutRetentionPolicy', {}, ''],
    [
      cloudWatch,
      'GetMetricStatistics',
      { Datapoints: [{ Sum: Number.NaN, Average: 0.5 }] },
      '{"Datapoints":[{"Average":0.5,"Sum":"NaN"}]}',
    ],
    [
      sts,
      'GetCallerIdentity',
      { UserId: 'u', Account: '1', Arn: 'a<&>' },
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><UserId>u</UserId><Account>1</Account><Arn>a&lt;&amp;&gt;</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    ],
    [
      iam,
      'DeleteUser',
      {},
      '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DeleteUserResponse>',
    ],
    [
      iam,
      'ListGroups',
      { Groups: [{ Path: '/', CreateDate: DATE }], IsTruncated: false },
      '<ListGroupsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListGroupsResult><Groups><member><Path>/</Path><CreateDate>2024-01-02T03:04:05Z</CreateDate></member></Groups><IsTruncated>false</IsTruncated></ListGroupsResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListGroupsResponse>',
    ],
    [
      sns,
      'GetTopicAttributes',
      { Attributes: { Owner: '1' } },
      '<GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetTopicAttributesResult><Attributes><entry><key>Owner</key><value>1</value></entry></Attributes></GetTopicAttributesResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetTopicAttributesResponse>',
    ],
    [
      ec2,
      'DescribeKeyPairs',
      { KeyPairs: [{ KeyName: 'k', CreateTime: DATE }] },
      `${PROLOG}<DescribeKeyPairsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><keySet><item><createTime>2024-01-02T03:04:05.000Z</createTime><keyName>k</keyName></item></keySet></DescribeKeyPairsResponse>`,
    ],
    [
      s3,
      'ListObjectsV2',
      { Name: 'b', Contents: [{ Key: 'a&b', LastModified: DATE, Size: 1 }], KeyCount: 1 },
      `${PROLOG}<ListBucketResult ${S3_NAMESPACE}><Contents><Key>a&amp;b</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><Size>1</Size></Contents><Name>b</Name><KeyCount>1</KeyCount></ListBucketResult>`,
    ],
    [
      s3,
      'GetBucketLocation',
      { LocationConstraint: 'eu-west-1' },
      `${PROLOG}<LocationConstraint ${S3_NAMESPACE}>eu-west-1</LocationConstraint>`,
    ],
    [
      s3,
      'GetBucketLocation',
      {},
      `${PROLOG}<LocationConstraint ${S3_NAMESPACE}></LocationConstraint>`,
    ],
    [
      s3,
      'GetBucketAcl',
      { Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'i' }, Permission: 'READ' }] },
      `${PROLOG}<AccessControlPolicy ${S3_NAMESPACE}><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>i</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`,
    ],
    [s3, 'GetBucketPolicy', { Policy: '{"Version":"2012-10-17"}' }, '{"Version":"2012-10-17"}'],
    [lambda, 'GetPolicy', { Policy: 'p' }, '{"Policy":"p"}'],
  ];
  for (const [service, name, output, body] of cases) {
    it(`${service.signingName} ${name} ${JSON.stringify(output).slice(0, 40)}`, () => {
      const reply = write(service, name, output);
      assert.equal(reply.status, 200);
      assert.equal(String(reply.body), body);
    });
  }

  it('in headers: metadata that is not ASCII, dates, a part of an object', () => {
    const body = Readable.from(['x']);
    const reply = write(s3, 'GetObject', {
      Body: body,
      LastModified: DATE,
      ContentRange: 'bytes 0-0/9',
      ContentLength: 1,
      Metadata: { Plain: 'a b', umlaut: 'größe', broken: 'a\r\nb' },
    });
    assert.equal(reply.status, 206);
    assert.equal(reply.body, body);
    assert.deepEqual(reply.headers, {
      'x-amz-request-id': 'r',
      'content-type': 'binary/octet-stream',
      'last-modified': 'Tue, 02 Jan 2024 03:04:05 GMT',
      'content-range': 'bytes 0-0/9',
      'content-length': '1',
      'x-amz-meta-plain': 'a b',
      'x-amz-meta-umlaut': '=?UTF-8?B?Z3LDtsOfZQ==?=',
      'x-amz-meta-broken': '=?UTF-8?B?YQ0KYg==?=',
    });
  });

  it('not as a stream of events', () => {
    const output = { responseStream: { sessionStart: {} } };
    assert.throws(() => write(logs, 'StartLiveTail', output), /is an event stream/);
  });

  it('with the status that AWS answers, not the one of its model', () => {
    assert.equal(write(s3, 'PutBucketTagging', {}).status, 204);
    assert.equal(write(s3, 'PutBucketEncryption', {}).status, 200);
  });

  it('without a body where the operation has none', () => {
    const reply = write(s3, 'DeleteObject', { DeleteMarker: true });
    assert.deepEqual([reply.status, reply.body], [204, '']);
    assert.equal(reply.headers['x-amz-delete-marker'], 'true');
  });
});

function write(service: ServiceModel, operationName: string, output: object): HttpReply {
  const operation = service.operations.get(operationName);
  const identified = { protocol: service.protocol, operationName, operation };
  return writeOutput(identified, service, output, 'r');
}
