import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

async function keyed() {
  const cloud = await startTestCloud();
  await cloud.iam.createUser({ UserName: 'ann' });
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName: 'ann' });
  const AccessKeyId = AccessKey!.AccessKeyId!;
  const secretAccessKey = AccessKey!.SecretAccessKey!;
  const clients = cloud.as({ credentials: { accessKeyId: AccessKeyId, secretAccessKey } });
  return { cloud, clients, UserName: 'ann', AccessKeyId, secretAccessKey };
}

test('refuses: a third key, and keys that are another’s or nobody’s', async () => {
  const { cloud, UserName, AccessKeyId } = await keyed();
  await using _stopped = cloud;
  await cloud.iam.createAccessKey({ UserName });
  await assert.rejects(cloud.iam.createAccessKey({ UserName }), {
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
  });
  const notFound = {
    name: 'NoSuchEntityException',
    message: `The Access Key with id ${AccessKeyId} cannot be found.`,
  };
  await assert.rejects(cloud.iam.deleteAccessKey({ AccessKeyId }), notFound);
  await cloud.iam.deleteAccessKey({ UserName, AccessKeyId });
  await assert.rejects(cloud.iam.deleteAccessKey({ UserName, AccessKeyId }), notFound);
  await assert.rejects(cloud.iam.getAccessKeyLastUsed({ AccessKeyId }), notFound);
});

test('does: lets the user sign until the key is switched off', async () => {
  const { cloud, clients, UserName, AccessKeyId, secretAccessKey } = await keyed();
  await using _stopped = cloud;
  assert.match(AccessKeyId, /^AKIA[A-Z2-7]{16}$/);
  assert.match(secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  const before = await cloud.iam.getAccessKeyLastUsed({ AccessKeyId });
  assert.deepEqual(before.AccessKeyLastUsed, { ServiceName: 'N/A', Region: 'N/A' });
  const { Arn } = await clients.sts.getCallerIdentity({});
  assert.equal(Arn, 'arn:aws:iam::123456789012:user/ann');
  const { AccessKeyLastUsed, UserName: owner } = await cloud.iam.getAccessKeyLastUsed({
    AccessKeyId,
  });
  assert.equal(owner, 'ann');
  assert.equal(AccessKeyLastUsed!.ServiceName, 'sts');
  assert.equal(AccessKeyLastUsed!.Region, 'us-east-1');
  await cloud.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' });
  await assert.rejects(clients.sts.getCallerIdentity({}), { name: 'InvalidClientTokenId' });
  const [listed] = (await cloud.iam.listAccessKeys({ UserName })).AccessKeyMetadata!;
  assert.equal(listed!.Status, 'Inactive');
  await cloud.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Active' });
  await clients.sts.getCallerIdentity({});
});

test('records: the key without its secret', async () => {
  const { cloud, AccessKeyId, secretAccessKey } = await keyed();
  await using _stopped = cloud;
  const record = cloud.records().find(({ eventName }) => eventName === 'CreateAccessKey')!;
  const { accessKey } = record.responseElements as Record<string, Record<string, unknown>>;
  assert.deepEqual(Object.keys(accessKey!), ['userName', 'accessKeyId', 'status', 'createDate']);
  assert.equal(accessKey!.accessKeyId, AccessKeyId);
  assert.ok(!JSON.stringify(record).includes(secretAccessKey));
});
