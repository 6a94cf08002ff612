import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import type { CompletedPart, GetObjectCommandInput } from '@aws-sdk/client-s3';
import { startTestCloud } from '@tocsin/testkit';

const Bucket = 'reads';
const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
await cloud.s3.createBucket({ Bucket });
const { s3 } = cloud;
const { ETag = '' } = await s3.putObject({ Bucket, Key: 'k', Body: '0123456789' });
const { LastModified } = await s3.headObject({ Bucket, Key: 'k' });
const earlier = new Date(LastModified!.getTime() - 1000);

/** A body, an error's name, or the status of an answer without a body. */
const cases: readonly [name: string, input: Partial<GetObjectCommandInput>, answer: string][] = [
  ['a range', { Range: 'bytes=2-4' }, '234'],
  ['a range to the end', { Range: 'bytes=8-' }, '89'],
  ['the last bytes', { Range: 'bytes=-3' }, '789'],
  ['a range over the end', { Range: 'bytes=5-99' }, '56789'],
  ['several ranges', { Range: 'bytes=0-1,3-4' }, '0123456789'],
  ['a range behind the end', { Range: 'bytes=10-' }, 'InvalidRange'],
  ['a key that is not there', { Key: 'none' }, 'NoSuchKey'],
  ['a part', { PartNumber: 1 }, 'NotImplemented'],
  ['If-Match that holds', { IfMatch: ETag }, '0123456789'],
  ['If-Match that does not', { IfMatch: '"x"' }, 'PreconditionFailed'],
  ['If-Match over the time', { IfMatch: ETag, IfUnmodifiedSince: earlier }, '0123456789'],
  ['If-Unmodified-Since', { IfUnmodifiedSince: earlier }, 'PreconditionFailed'],
  ['If-None-Match', { IfNoneMatch: ETag }, '304'],
  ['If-None-Match of another', { IfNoneMatch: '"x"', IfModifiedSince: LastModified }, '0123456789'],
  ['If-Modified-Since', { IfModifiedSince: LastModified }, '304'],
  ['If-Modified-Since before', { IfModifiedSince: earlier }, '0123456789'],
];

for (const [name, input, answer] of cases) {
  test(`does: ${name}`, async () => {
    const given = await s3.getObject({ Bucket, Key: 'k', ...input }).then(
      (output) => output.Body!.transformToString(),
      (error) => (error.$metadata.httpStatusCode === 304 ? '304' : error.name),
    );
    assert.equal(given, answer);
  });
}

test('does: answers with the headers that the reader asks for', async () => {
  const got = await s3.getObject({
    Bucket,
    Key: 'k',
    ResponseContentType: 'text/x',
    Range: 'bytes=0-0',
  });
  assert.equal(got.ContentType, 'text/x');
  assert.equal(got.ContentRange, 'bytes 0-0/10');
  assert.equal(got.$metadata.httpStatusCode, 206);
});

const changes: readonly [name: string, change: () => Promise<unknown>][] = [
  ['deleted', () => s3.deleteObject({ Bucket, Key: 'big' })],
  ['replaced', () => s3.putObject({ Bucket, Key: 'big', Body: 'new' })],
];

for (const [name, change] of changes) {
  test(`does: gives an object of parts whole that is ${name} in the middle of it`, async () => {
    // More than the sockets between reader and cloud hold.
    const bytes = await uploadParts('big', 5);
    const body = (await s3.getObject({ Bucket, Key: 'big' })).Body as Readable;
    await once(body, 'readable');
    await change();
    await cloud.settled();
    assert.ok(bytes.equals(await buffer(body)));
  });
}

async function uploadParts(Key: string, count: number): Promise<Buffer> {
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
  const parts = Array.from({ length: count }, (_, index) =>
    Buffer.alloc(5 * 1024 ** 2, `${index}`),
  );
  const Parts: CompletedPart[] = [];
  for (const Body of parts) {
    const PartNumber = Parts.length + 1;
    const { ETag } = await s3.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
    Parts.push({ PartNumber, ETag });
  }
  await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
  return Buffer.concat(parts);
}

test('records: how much was read, and what was not there', async () => {
  await (await s3.getObject({ Bucket, Key: 'k', Range: 'bytes=2-4' })).Body!.transformToString();
  const read = cloud.records().at(-1)!;
  assert.deepEqual(read.additionalEventData, {
    SignatureVersion: 'SigV4',
    AuthenticationMethod: 'AuthHeader',
    objectSize: 10,
    bytesTransferredIn: 0,
    bytesTransferredOut: 3,
  });
  assert.equal(read.readOnly, true);
  await assert.rejects(s3.getObject({ Bucket, Key: 'none' }));
  const missed = cloud.records().at(-1)!;
  assert.equal(missed.errorCode, 'NoSuchKey');
  assert.equal((missed.resources as unknown[]).length, 2);
});
