import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

test('does: tells the account of own keys, new ones and those of others', async () => {
  await using cloud = await startTestCloud();
  const { accessKeyId } = cloud.administrator;
  const { AccessKey } = await cloud.iam.createAccessKey({});
  for (const [key, account] of [
    [accessKeyId, '123456789012'],
    [AccessKey!.AccessKeyId!, '123456789012'],
    // Of another account.
    ['ASIAQNZGKIQY56JQ7WML', '029608264753'],
  ] as const) {
    const { Account } = await cloud.sts.getAccessKeyInfo({ AccessKeyId: key });
    assert.equal(Account, account);
  }
});

test('refuses: what is no access key', async () => {
  await using cloud = await startTestCloud();
  await assert.rejects(cloud.sts.getAccessKeyInfo({ AccessKeyId: 'AKIA0000000000000000' }), {
    name: 'ValidationError',
    message: 'Invalid AccessKeyId: AKIA0000000000000000',
  });
});
