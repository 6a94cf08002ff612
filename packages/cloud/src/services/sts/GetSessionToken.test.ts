import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

async function sessionOf(cloud: TestCloud, seconds?: number) {
  const { Credentials } = await cloud.sts.getSessionToken({ DurationSeconds: seconds });
  return cloud.as({
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}

test('refuses: session credentials, and IAM to those without MFA', async () => {
  await using cloud = await startTestCloud();
  const { sts, iam } = await sessionOf(cloud);
  await assert.rejects(sts.getSessionToken({}), {
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
  });
  await assert.rejects(iam.listUsers({}), {
    name: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid',
  });
});

test('does: lets the user act as itself until the token expires', async () => {
  await using cloud = await startTestCloud();
  const { sts } = await sessionOf(cloud, 900);
  assert.match((await sts.getCallerIdentity({})).Arn!, /:user\/tocsin-admin$/);
  await cloud.advance('15m');
  await assert.rejects(sts.getCallerIdentity({}), { name: 'ExpiredToken' });
});

test('records: a writing event with the credentials, without their secret', async () => {
  await using cloud = await startTestCloud();
  await cloud.sts.getSessionToken({});
  const [record] = cloud.records();
  assert.equal(record!.readOnly, false);
  const { credentials } = record!.responseElements as Record<string, object>;
  assert.deepEqual(Object.keys(credentials!), ['accessKeyId', 'sessionToken', 'expiration']);
});
