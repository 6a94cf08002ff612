import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import type { ChecksumAlgorithm, ChecksumType, CompletedPart } from '@aws-sdk/client-s3';
import { startTestCloud } from '@tocsin/testkit';
import { createChecksum } from '../../kernel/checksum.ts';

const Bucket = 'uploads';
const cloud = await startTestCloud();
after(() => cloud[Symbol.asyncDispose]());
await cloud.s3.createBucket({ Bucket });
const { s3 } = cloud;
const partBytes = 5 * 1024 ** 2;
const bytes = [Buffer.alloc(partBytes, 'abc'), Buffer.alloc(partBytes, 'de'), Buffer.from('end')];
const whole = Buffer.concat(bytes);

async function upload(Key: string, algorithm?: ChecksumAlgorithm, ChecksumType?: ChecksumType) {
  const checksum = { ChecksumAlgorithm: algorithm, ChecksumType };
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, ...checksum });
  const parts: CompletedPart[] = [];
  for (const [index, Body] of bytes.entries()) {
    const PartNumber = index + 1;
    const of = { Bucket, Key, UploadId, PartNumber, ChecksumAlgorithm: algorithm };
    const {
      $metadata: _,
      ServerSideEncryption: _applied,
      ...sums
    } = await s3.uploadPart({ ...of, Body });
    parts.push({ PartNumber, ...sums });
  }
  return { UploadId, parts };
}

test('does: makes an object of parts, readable across them', async () => {
  const Key = 'three';
  const { UploadId, parts } = await upload(Key);
  const listed = await s3.listParts({ Bucket, Key, UploadId, MaxParts: 2 });
  assert.deepEqual(
    listed.Parts?.map(({ Size }) => Size),
    [partBytes, partBytes],
  );
  assert.equal(listed.IsTruncated, true);
  const { Uploads } = await s3.listMultipartUploads({ Bucket });
  assert.deepEqual(
    Uploads?.map((one) => [one.Key, one.UploadId]),
    [[Key, UploadId]],
  );
  const MultipartUpload = { Parts: parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })) };
  const done = await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload });
  assert.match(done.ETag ?? '', /^"[0-9a-f]{32}-3"$/);
  const head = await s3.headObject({ Bucket, Key, ChecksumMode: 'ENABLED' });
  assert.equal(head.ChecksumCRC64NVME, sumOf('crc64nvme', whole));
  const got = await s3.getObject({ Bucket, Key });
  assert.equal(sha256(await got.Body!.transformToByteArray()), sha256(whole));
  const Range = `bytes=${partBytes - 2}-${2 * partBytes + 1}`;
  const part = await s3.getObject({ Bucket, Key, Range });
  const expected = whole.subarray(partBytes - 2, 2 * partBytes + 2);
  assert.equal(sha256(await part.Body!.transformToByteArray()), sha256(expected));
  await assert.rejects(s3.listParts({ Bucket, Key, UploadId }), { name: 'NoSuchUpload' });
});

const checksums: readonly [ChecksumAlgorithm, ChecksumType | undefined, string][] = [
  ['CRC32', 'FULL_OBJECT', sumOf('crc32', whole)],
  ['CRC32C', undefined, compositeOf('crc32c')],
  ['SHA256', 'COMPOSITE', compositeOf('sha256')],
];

for (const [algorithm, type, expected] of checksums) {
  test(`does: keeps ${algorithm} ${type ?? 'of the default type'}`, async () => {
    const Key = `sum/${algorithm}`;
    const { UploadId, parts } = await upload(Key, algorithm, type);
    const MultipartUpload = { Parts: parts };
    const done = await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload });
    assert.equal(done[`Checksum${algorithm}` as 'ChecksumCRC32'], expected);
  });
}

test('refuses: lists that are not the parts', async () => {
  const Key = 'refused';
  const { UploadId, parts } = await upload(Key);
  const [first, second, third] = parts as [CompletedPart, CompletedPart, CompletedPart];
  const { UploadId: small } = await s3.createMultipartUpload({ Bucket, Key });
  const of = { Bucket, Key, UploadId: small };
  const tiny = await s3.uploadPart({ ...of, PartNumber: 1, Body: 'a' });
  await s3.uploadPart({ ...of, PartNumber: 2, Body: 'b' });
  const lists: readonly [string | undefined, CompletedPart[], string][] = [
    [UploadId, [], 'MalformedXML'],
    [UploadId, [second, first], 'InvalidPartOrder'],
    [UploadId, [first, { ...second, ETag: '"x"' }], 'InvalidPart'],
    [UploadId, [first, { ...third, PartNumber: 4 }], 'InvalidPart'],
    [
      small,
      [
        { PartNumber: 1, ETag: tiny.ETag },
        { ...second, ETag: tiny.ETag },
      ],
      'EntityTooSmall',
    ],
    ['unknown', [first], 'NoSuchUpload'],
  ];
  for (const [id, Parts, name] of lists) {
    const complete = { Bucket, Key, UploadId: id, MultipartUpload: { Parts } };
    await assert.rejects(s3.completeMultipartUpload(complete), { name });
  }
  await assert.rejects(s3.uploadPart({ Bucket, Key, UploadId, PartNumber: 10_001, Body: '' }), {
    name: 'InvalidArgument',
  });
  await s3.abortMultipartUpload({ Bucket, Key, UploadId });
  await s3.abortMultipartUpload(of);
  await assert.rejects(s3.abortMultipartUpload(of), { name: 'NoSuchUpload' });
  await assert.rejects(s3.headObject({ Bucket, Key }), { name: 'NotFound' });
});

test('does: lists uploads in pages, with groups', async () => {
  const started: string[] = [];
  for (const Key of ['p/a', 'p/b', 'p/b', 'p/sub/c']) {
    started.push((await s3.createMultipartUpload({ Bucket, Key })).UploadId!);
    await cloud.advance('1s');
  }
  const listed: unknown[] = [];
  let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (let more = true; more; ) {
    const page = await s3.listMultipartUploads({
      Bucket,
      Prefix: 'p/',
      Delimiter: '/',
      MaxUploads: 1,
      ...marker,
    });
    listed.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
    listed.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    marker = { KeyMarker: page.NextKeyMarker!, UploadIdMarker: page.NextUploadIdMarker! };
    more = page.IsTruncated ?? false;
  }
  assert.deepEqual(listed, [...started.slice(0, 3), 'p/sub/']);
});

function sumOf(
  algorithm: 'crc32' | 'crc32c' | 'crc64nvme' | 'sha256',
  content: Uint8Array,
): string {
  const sum = createChecksum(algorithm);
  sum.update(content);
  return sum.digest();
}

function compositeOf(algorithm: 'crc32c' | 'sha256'): string {
  const sums = bytes.map((part) => Buffer.from(sumOf(algorithm, part), 'base64'));
  return `${sumOf(algorithm, Buffer.concat(sums))}-${bytes.length}`;
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
