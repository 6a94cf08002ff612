import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectIdentifier } from '@aws-sdk/client-s3';
import { startTestCloud } from '@tocsin/testkit';

const conditions: readonly Partial<ObjectIdentifier>[] = [
  { VersionId: 'null' },
  { ETag: '' },
  { Size: 0 },
  { LastModifiedTime: new Date(0) },
];

test('refuses: deletes that hang on a version or a condition, and deletes nothing', async () => {
  await using cloud = await startTestCloud();
  const Bucket = 'deletes';
  await cloud.s3.createBucket({ Bucket });
  for (const Key of ['one', 'two']) await cloud.s3.putObject({ Bucket, Key, Body: 'x' });
  for (const condition of conditions) {
    const Objects = [{ Key: 'one' }, { Key: 'two', ...condition }];
    await assert.rejects(cloud.s3.deleteObjects({ Bucket, Delete: { Objects } }), {
      name: 'NotImplemented',
      message: `tocsin does not implement DeleteObjects: ${Object.keys(condition)[0]}.`,
    });
  }
  assert.equal((await cloud.s3.listObjectsV2({ Bucket })).KeyCount, 2);
});
