import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { startTestCloud } from '@tocsin/testkit';

const Bucket = 'copies';
const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
const { s3 } = cloud;
await s3.createBucket({ Bucket });
await s3.putObject({
  Bucket,
  Key: 'from/ä b',
  Body: 'content',
  ContentType: 'text/plain',
  Metadata: { a: '1' },
  Tagging: 't=1',
});
const CopySource = `${Bucket}/${encodeURIComponent('from/ä b')}`;

const refused: readonly [name: string, input: Partial<CopyObjectCommandInput>, error: string][] = [
  ['a source that is not there', { CopySource: `${Bucket}/none` }, 'NoSuchKey'],
  ['a source bucket that is not there', { CopySource: 'nowhere/none' }, 'NoSuchBucket'],
  ['no source', { CopySource: 'nothing' }, 'InvalidArgument'],
  ['onto itself', { Key: 'from/ä b' }, 'InvalidRequest'],
  ['a source that changed', { CopySourceIfMatch: '"x"' }, 'PreconditionFailed'],
];

for (const [name, input, error] of refused) {
  test(`refuses: ${name}`, async () => {
    await assert.rejects(s3.copyObject({ Bucket, Key: 'to', CopySource, ...input }), {
      name: error,
    });
  });
}

test('does: copies bytes, headers, metadata and tags', async () => {
  const { CopyObjectResult } = await s3.copyObject({ Bucket, Key: 'to', CopySource });
  const got = await s3.getObject({ Bucket, Key: 'to' });
  assert.equal(await got.Body!.transformToString(), 'content');
  assert.equal(got.ETag, CopyObjectResult?.ETag);
  assert.deepEqual([got.ContentType, got.Metadata, got.TagCount], ['text/plain', { a: '1' }, 1]);
});

test('does: gives the copy metadata of its own', async () => {
  const replace = { MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE' } as const;
  await s3.copyObject({ Bucket, Key: 'own', CopySource, ...replace, Metadata: { b: '2' } });
  const got = await s3.headObject({ Bucket, Key: 'own' });
  assert.deepEqual([got.Metadata, got.TagCount], [{ b: '2' }, undefined]);
});

test('does: copies a range as a part', async () => {
  const Key = 'part';
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
  const of = { Bucket, Key, UploadId, PartNumber: 1, CopySource };
  const { CopyPartResult } = await s3.uploadPartCopy({ ...of, CopySourceRange: 'bytes=0-3' });
  const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
  await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
  const got = await s3.getObject({ Bucket, Key });
  assert.equal(await got.Body!.transformToString(), 'cont');
  await assert.rejects(s3.uploadPartCopy({ ...of, CopySourceRange: 'bytes=0-7' }));
});

test('records: one event, with the source', async () => {
  const before = cloud.records().length;
  await s3.copyObject({ Bucket, Key: 'recorded', CopySource });
  const [record, ...others] = cloud.records().slice(before);
  assert.equal(others.length, 0);
  assert.equal(record?.eventName, 'CopyObject');
  assert.equal(record?.requestParameters?.['x-amz-copy-source'], CopySource);
});
