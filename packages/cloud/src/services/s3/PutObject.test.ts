import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import { serviceCaller } from '../../kernel/caller.ts';
import { Context } from '../../kernel/context.ts';

const Bucket = 'objects';
const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
await cloud.s3.createBucket({ Bucket });
const { s3 } = cloud;

const refused: readonly [name: string, input: Partial<PutObjectCommandInput>, error: string][] = [
  ['a missing bucket', { Bucket: 'nowhere' }, 'NoSuchBucket'],
  ['a key that is too long', { Key: 'ä'.repeat(513) }, 'KeyTooLongError'],
  ['too much metadata', { Metadata: { a: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
  ['a public ACL', { ACL: 'public-read' }, 'AccessControlListNotSupported'],
  ['keys of KMS', { ServerSideEncryption: 'aws:kms' }, 'NotImplemented'],
  ['other storage', { StorageClass: 'GLACIER' }, 'NotImplemented'],
  ['another MD5', { ContentMD5: `${'A'.repeat(22)}==` }, 'BadDigest'],
  ['another checksum', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
  ['a tag twice', { Tagging: 'a=1&a=2' }, 'InvalidArgument'],
  ['a write for what is not there', { IfMatch: '"x"' }, 'NoSuchKey'],
  ['a retention', { ObjectLockMode: 'GOVERNANCE' }, 'NotImplemented'],
];

for (const [name, input, error] of refused) {
  test(`refuses: ${name}`, async () => {
    const put = s3.putObject({ Bucket, Key: 'refused', Body: 'hello', ...input });
    await assert.rejects(put, { name: error });
    await assert.rejects(s3.headObject({ Bucket, Key: 'refused' }), { name: 'NotFound' });
  });
}

const bodies: readonly [name: string, body: Buffer][] = [
  ['no bytes', Buffer.alloc(0)],
  ['a few bytes', Buffer.from('hello')],
  ['more than stays in the database', Buffer.alloc(300_000, 'abcdefg')],
];

for (const [name, body] of bodies) {
  test(`does: gives back ${name}`, async () => {
    const Key = `bytes/${name} & Co/ä+ .txt`;
    const put = await s3.putObject({ Bucket, Key, Body: body });
    assert.equal(put.ETag, `"${createHash('md5').update(body).digest('hex')}"`);
    assert.equal(put.ServerSideEncryption, 'AES256');
    assert.equal(put.ChecksumType, 'FULL_OBJECT');
    const got = await s3.getObject({ Bucket, Key, ChecksumMode: 'ENABLED' });
    assert.deepEqual(Buffer.from(await got.Body!.transformToByteArray()), body);
    assert.equal(got.ChecksumCRC32, put.ChecksumCRC32);
    assert.equal(got.ContentLength, body.length);
  });
}

test('does: takes a stream with a trailing checksum', async () => {
  const chunks = Array.from({ length: 20 }, () => Buffer.alloc(10_000, 'x'));
  const Body = Readable.from(chunks);
  await s3.putObject({
    Bucket,
    Key: 's',
    Body,
    ContentLength: 200_000,
    ChecksumAlgorithm: 'SHA256',
  });
  const head = await s3.headObject({ Bucket, Key: 's', ChecksumMode: 'ENABLED' });
  const sum = createHash('sha256').update(Buffer.concat(chunks)).digest('base64');
  assert.equal(head.ChecksumSHA256, sum);
  assert.equal(head.ContentEncoding, undefined);
});

test('does: keeps headers, metadata and tags', async () => {
  await s3.putObject({
    Bucket,
    Key: 'm',
    Body: 'x',
    CacheControl: 'no-cache',
    ContentDisposition: 'attachment',
    ContentType: 'text/plain',
    Expires: new Date('2030-01-01T00:00:00Z'),
    Metadata: { colour: 'blue' },
    Tagging: 'team=blue&stage=one',
  });
  const got = await s3.headObject({ Bucket, Key: 'm' });
  const { CacheControl, ContentDisposition, ContentType, Metadata, TagCount } = got;
  assert.deepEqual(
    { CacheControl, ContentDisposition, ContentType, Metadata, TagCount },
    {
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment',
      ContentType: 'text/plain',
      Metadata: { colour: 'blue' },
      TagCount: 2,
    },
  );
  assert.equal(got.ExpiresString, 'Tue, 01 Jan 2030 00:00:00 GMT');
  await s3.putObjectTagging({ Bucket, Key: 'm', Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } });
  assert.deepEqual((await s3.getObjectTagging({ Bucket, Key: 'm' })).TagSet, [
    { Key: 'a', Value: '1' },
  ]);
  await s3.deleteObjectTagging({ Bucket, Key: 'm' });
  assert.deepEqual((await s3.getObjectTagging({ Bucket, Key: 'm' })).TagSet, []);
});

test('does: writes on condition', async () => {
  const first = await s3.putObject({ Bucket, Key: 'c', Body: '1', IfNoneMatch: '*' });
  await assert.rejects(s3.putObject({ Bucket, Key: 'c', Body: '2', IfNoneMatch: '*' }), {
    name: 'PreconditionFailed',
  });
  await s3.putObject({ Bucket, Key: 'c', Body: '2', IfMatch: first.ETag! });
  await assert.rejects(s3.putObject({ Bucket, Key: 'c', Body: '3', IfMatch: first.ETag! }), {
    name: 'PreconditionFailed',
  });
});

test('does: lets a trail write with the ACL that the bucket policy asks for', async () => {
  const source = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/t';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${Bucket}/AWSLogs/*`,
        Condition: {
          StringEquals: { 'aws:SourceArn': source, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
    ],
  });
  await s3.putBucketPolicy({ Bucket, Policy });
  const accountId = '123456789012';
  const caller = serviceCaller('cloudtrail.amazonaws.com', { arn: source, accountId });
  const context = new Context(cloud.parts, {
    accountId,
    region: 'eu-west-1',
    caller,
    requestId: 'r',
  });
  const put = (input: object) =>
    cloud.parts.store.transact(() =>
      context.call('s3', 'PutObject', { Bucket, Body: 'log', ...input }, { caller }),
    );
  const ACL = 'bucket-owner-full-control';
  put({ Key: 'AWSLogs/1', ACL });
  assert.throws(() => put({ Key: 'AWSLogs/2' }), { code: 'AccessDenied' });
  assert.throws(() => put({ Key: 'other', ACL }), { code: 'AccessDenied' });
  const got = await s3.getObject({ Bucket, Key: 'AWSLogs/1' });
  assert.equal(await got.Body!.transformToString(), 'log');
});

test('records: a data event with sizes, encryption and both resources', async () => {
  await s3.putObject({ Bucket, Key: 'recorded', Body: '12345' });
  const record = cloud.records().at(-1)!;
  assert.equal(record.eventName, 'PutObject');
  assert.equal(record.eventCategory, 'Data');
  const Host = new URL(cloud.endpoint).host;
  assert.deepEqual(record.requestParameters, { bucketName: Bucket, Host, key: 'recorded' });
  assert.deepEqual(record.responseElements, { 'x-amz-server-side-encryption': 'AES256' });
  assert.deepEqual(record.additionalEventData, {
    SignatureVersion: 'SigV4',
    AuthenticationMethod: 'AuthHeader',
    objectSize: 5,
    bytesTransferredIn: 5,
    SSEApplied: 'Default_SSE_S3',
    bytesTransferredOut: 0,
  });
  assert.deepEqual(record.resources, [
    { accountId: '123456789012', type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${Bucket}` },
    { accountId: '123456789012', type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${Bucket}/recorded` },
  ]);
});

test('refuses: tags on a put, an upload or a copy by whoever may not set tags', async () => {
  const bea = await signInAs(cloud, 'bea', [
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: '*' },
  ]);
  await s3.putObject({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'secret=yes' });
  await bea.s3.putObject({ Bucket, Key: 'plain', Body: 'x' });
  const CopySource = `${Bucket}/tagged`;
  const tries = [
    () => bea.s3.putObject({ Bucket, Key: 'plain', Body: 'x', Tagging: 'secret=no' }),
    () => bea.s3.createMultipartUpload({ Bucket, Key: 'plain', Tagging: 'secret=no' }),
    () => bea.s3.copyObject({ Bucket, Key: 'copy', CopySource }),
    () =>
      bea.s3.copyObject({
        Bucket,
        Key: 'copy',
        CopySource,
        TaggingDirective: 'REPLACE',
        Tagging: 'secret=no',
      }),
  ];
  for (const attempt of tries) {
    await assert.rejects(attempt(), { name: 'AccessDenied', message: /s3:PutObjectTagging/ });
  }
  await bea.s3.copyObject({ Bucket, Key: 'copy', CopySource, TaggingDirective: 'REPLACE' });
});

test('refuses: a copy that shows tags to whoever may not read them', async () => {
  const cy = await signInAs(cloud, 'cy', [
    { Effect: 'Allow', Action: ['s3:PutObject*', 's3:GetObject'], Resource: '*' },
  ]);
  await s3.putObject({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'secret=yes' });
  const copy = cy.s3.copyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/tagged` });
  await assert.rejects(copy, { name: 'AccessDenied', message: /s3:GetObjectTagging/ });
});

test('does: holds those who put to the tag keys that a policy names', async () => {
  const dan = await signInAs(cloud, 'dan', [
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:PutObjectTagging'],
      Resource: '*',
      Condition: { 'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['team'] } },
    },
  ]);
  await dan.s3.putObject({ Bucket, Key: 'dan', Body: 'x', Tagging: 'team=a' });
  const other = dan.s3.putObject({ Bucket, Key: 'dan', Body: 'x', Tagging: 'team=a&cost=b' });
  await assert.rejects(other, { name: 'AccessDenied' });
});
