import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

test('does: says who the caller is', async () => {
  await using cloud = await startTestCloud();
  const { Account, Arn, UserId } = await cloud.sts.getCallerIdentity({});
  assert.equal(Account, '123456789012');
  assert.equal(Arn, 'arn:aws:iam::123456789012:user/tocsin-admin');
  assert.match(UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
});

test('records: one read-only management event', async () => {
  await using cloud = await startTestCloud();
  await cloud.sts.getCallerIdentity({});
  const [record] = cloud.records();
  assert.equal(record?.eventName, 'GetCallerIdentity');
  assert.equal(record?.readOnly, true);
  assert.equal(record?.requestParameters, null);
});
