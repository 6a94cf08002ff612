import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const account = '123456789012';
const arn = `arn:aws:iam::${account}:policy/p`;

const document = (Action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });

test('refuses: documents, names, versions and deletions that AWS refuses', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  const PolicyDocument = document('s3:*');
  await iam.createPolicy({ PolicyName: 'p', PolicyDocument });
  await assert.rejects(iam.createPolicy({ PolicyName: 'P', PolicyDocument }), {
    name: 'EntityAlreadyExistsException',
    message: 'A policy called P already exists. Duplicate names are not allowed.',
  });
  await assert.rejects(iam.createPolicy({ PolicyName: 'q', PolicyDocument: '{}' }), {
    name: 'MalformedPolicyDocumentException',
  });
  const long = document(`s3:${'x'.repeat(6144)}`);
  await assert.rejects(iam.createPolicy({ PolicyName: 'q', PolicyDocument: long }), {
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for PolicySize: 6144',
  });
  await assert.rejects(iam.getPolicy({ PolicyArn: `${arn}x` }), {
    name: 'NoSuchEntityException',
    message: `Policy ${arn}x was not found.`,
  });
  await assert.rejects(iam.getPolicy({ PolicyArn: 'arn:aws:s3:::policy/bucket' }), {
    name: 'InvalidInputException',
    message: 'ARN arn:aws:s3:::policy/bucket is not valid.',
  });
  for (let version = 2; version <= 5; version += 1) {
    await iam.createPolicyVersion({ PolicyArn: arn, PolicyDocument });
  }
  await assert.rejects(iam.createPolicyVersion({ PolicyArn: arn, PolicyDocument }), {
    name: 'LimitExceededException',
    message: /^A managed policy can have up to 5 versions\./,
  });
  await assert.rejects(iam.deletePolicyVersion({ PolicyArn: arn, VersionId: 'v1' }), {
    name: 'DeleteConflictException',
    message: 'Cannot delete the default version of a policy.',
  });
  await assert.rejects(iam.deletePolicy({ PolicyArn: arn }), {
    name: 'DeleteConflictException',
    message: /^This policy has more than one version\./,
  });
  await iam.attachUserPolicy({ UserName: 'tocsin-admin', PolicyArn: arn });
  await assert.rejects(iam.deletePolicy({ PolicyArn: arn }), {
    name: 'DeleteConflictException',
    message: 'Cannot delete a policy attached to entities.',
  });
  const ofAws = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await assert.rejects(iam.deletePolicy({ PolicyArn: ofAws }), {
    name: 'AccessDenied',
    message: 'Policy is outside your own account.',
  });
});

test('does: keeps versions, of which one is in force', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  const { AccessKey } = await userWithKey(cloud);
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey!;
  const user = cloud.as({
    credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! },
  });
  const { Policy } = await iam.createPolicy({
    PolicyName: 'p',
    PolicyDocument: document('iam:ListRoles'),
  });
  assert.match(Policy!.PolicyId!, /^ANPA[A-Z2-7]{17}$/);
  await iam.attachUserPolicy({ UserName: 'ann', PolicyArn: arn });
  await user.iam.listRoles({});
  await assert.rejects(user.iam.listUsers({}), { name: 'AccessDenied' });
  await iam.createPolicyVersion({
    PolicyArn: arn,
    PolicyDocument: document('iam:ListUsers'),
    SetAsDefault: true,
  });
  await user.iam.listUsers({});
  await assert.rejects(user.iam.listRoles({}), { name: 'AccessDenied' });
  const { Versions } = await iam.listPolicyVersions({ PolicyArn: arn });
  assert.deepEqual(
    Versions!.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    [
      ['v2', true],
      ['v1', false],
    ],
  );
  await iam.setDefaultPolicyVersion({ PolicyArn: arn, VersionId: 'v1' });
  await user.iam.listRoles({});
  await iam.deletePolicyVersion({ PolicyArn: arn, VersionId: 'v2' });
  const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn: arn, VersionId: 'v1' });
  assert.equal(decodeURIComponent(PolicyVersion!.Document!), document('iam:ListRoles'));
  const { PolicyUsers } = await iam.listEntitiesForPolicy({ PolicyArn: arn });
  assert.deepEqual(
    PolicyUsers!.map(({ UserName }) => UserName),
    ['ann'],
  );
  assert.equal((await iam.getPolicy({ PolicyArn: arn })).Policy!.AttachmentCount, 1);
  const { Policies } = await iam.listPolicies({ Scope: 'Local', OnlyAttached: true });
  assert.deepEqual(
    Policies!.map(({ Arn }) => Arn),
    [arn],
  );
  await iam.detachUserPolicy({ UserName: 'ann', PolicyArn: arn });
  await iam.deletePolicy({ PolicyArn: arn });
  await assert.rejects(user.iam.listRoles({}), { name: 'AccessDenied' });
});

async function userWithKey({ iam }: Awaited<ReturnType<typeof startTestCloud>>) {
  await iam.createUser({ UserName: 'ann' });
  return iam.createAccessKey({ UserName: 'ann' });
}
