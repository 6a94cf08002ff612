import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const Bucket = 'lists';
const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
const { s3 } = cloud;
await s3.createBucket({ Bucket });
const keys = ['a', 'b/1', 'b/2', 'b/sub/3', 'c d&<>', 'e\u0001f', '\uffee', '\u{1f600}'];
for (const Key of keys.toReversed()) await s3.putObject({ Bucket, Key, Body: Key });

test('does: lists in UTF-8 order, with and without groups', async () => {
  const all = await s3.listObjectsV2({ Bucket, EncodingType: 'url' });
  assert.deepEqual(
    all.Contents?.map(({ Key }) => decodeURIComponent(Key!)),
    keys,
  );
  assert.equal(all.KeyCount, keys.length);
  const top = await s3.listObjectsV2({ Bucket, Delimiter: '/', Prefix: 'b/' });
  assert.deepEqual(
    top.Contents?.map(({ Key }) => Key),
    ['b/1', 'b/2'],
  );
  assert.deepEqual(top.CommonPrefixes, [{ Prefix: 'b/sub/' }]);
});

test('does: goes on where a page ended', async () => {
  const found: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  do {
    const of = {
      Bucket,
      MaxKeys: 2,
      Delimiter: '/',
      EncodingType: 'url',
      ContinuationToken,
    } as const;
    const page = await s3.listObjectsV2(of);
    const groups = page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [];
    found.push(...(page.Contents?.map(({ Key }) => Key) ?? []), ...groups);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  assert.deepEqual(found, ['a', 'b/', 'c%20d%26%3C%3E', 'e%01f', '%EF%BF%AE', '%F0%9F%98%80']);
});

test('does: starts behind a key; version 1 goes on behind a marker or a group', async () => {
  const behind = await s3.listObjectsV2({ Bucket, StartAfter: 'b/2', MaxKeys: 1 });
  assert.deepEqual(
    behind.Contents?.map(({ Key }) => Key),
    ['b/sub/3'],
  );
  const first = await s3.listObjects({ Bucket, Delimiter: '/', MaxKeys: 2 });
  assert.equal(first.NextMarker, 'b/');
  const Marker = first.NextMarker!;
  const next = await s3.listObjects({ Bucket, Delimiter: '/', MaxKeys: 1, Marker });
  assert.deepEqual(
    next.Contents?.map(({ Key }) => Key),
    ['c d&<>'],
  );
  assert.match(next.Contents?.[0]?.Owner?.ID ?? '', /^[0-9a-f]{64}$/);
});

test('refuses: tokens and numbers that cannot be', async () => {
  await assert.rejects(s3.listObjectsV2({ Bucket, ContinuationToken: 'x' }), {
    name: 'InvalidArgument',
    message: 'The continuation token provided is incorrect',
  });
  await assert.rejects(s3.listObjectsV2({ Bucket, MaxKeys: -1 }), { name: 'InvalidArgument' });
  await assert.rejects(s3.listObjectsV2({ Bucket: 'nowhere' }), { name: 'NoSuchBucket' });
});

test('records: ListObjects, by the prefix of what it is about', async () => {
  await s3.listObjectsV2({ Bucket, Prefix: 'b/', MaxKeys: 3 });
  const record = cloud.records().at(-1)!;
  assert.equal(record.eventName, 'ListObjects');
  assert.equal(record.eventCategory, 'Data');
  assert.deepEqual(record.requestParameters, {
    bucketName: Bucket,
    Host: new URL(cloud.endpoint).host,
    'list-type': '2',
    prefix: 'b/',
    'max-keys': '3',
  });
  assert.deepEqual(record.resources, [
    { type: 'AWS::S3::Object', ARNPrefix: `arn:aws:s3:::${Bucket}/` },
    { accountId: '123456789012', type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${Bucket}` },
  ]);
});
