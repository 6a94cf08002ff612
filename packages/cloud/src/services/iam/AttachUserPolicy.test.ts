import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allow = (Action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});

/** A user, a group and a role are given policies in the same way. */
const kinds = [
  { word: 'user', Title: 'User', size: 2048 },
  { word: 'group', Title: 'Group', size: 5120 },
  { word: 'role', Title: 'Role', size: 10_240 },
] as const;

type Call = (input: object) => Promise<Record<string, unknown>>;

async function withHolders() {
  const cloud = await startTestCloud();
  await cloud.iam.createUser({ UserName: 'x' });
  await cloud.iam.createGroup({ GroupName: 'x' });
  await cloud.iam.createRole({ RoleName: 'x', AssumeRolePolicyDocument: trust });
  const call = (operation: string) =>
    (cloud.iam as unknown as Record<string, Call>)[operation]!.bind(cloud.iam);
  return { cloud, call };
}

for (const { word, Title, size } of kinds) {
  const on = { [`${Title}Name`]: 'x' };

  test(`refuses: what a ${word} cannot have`, async () => {
    const { cloud, call } = await withHolders();
    await using _stopped = cloud;
    const none = `${administratorAccess}None`;
    const rejects = (operation: string, input: object, name: string, message: string) =>
      assert.rejects(call(operation)({ ...on, ...input }), { name, message });
    const unknown = 'NoSuchEntityException';
    await rejects(
      `attach${Title}Policy`,
      { PolicyArn: none },
      unknown,
      `Policy ${none} does not exist or is not attachable.`,
    );
    await rejects(
      `detach${Title}Policy`,
      { PolicyArn: administratorAccess },
      unknown,
      `Policy ${administratorAccess} was not found.`,
    );
    const inlineUnknown = `The ${word} policy with name p cannot be found.`;
    await rejects(`get${Title}Policy`, { PolicyName: 'p' }, unknown, inlineUnknown);
    await rejects(`delete${Title}Policy`, { PolicyName: 'p' }, unknown, inlineUnknown);
    await rejects(
      `put${Title}Policy`,
      { PolicyName: 'p', PolicyDocument: allow(`s3:${'x'.repeat(size)}`) },
      'LimitExceededException',
      `Maximum policy size of ${size} bytes exceeded for ${word} x`,
    );
    for (let number = 0; number < 10; number += 1) {
      const PolicyName = `p${number}`;
      const { Policy } = await cloud.iam.createPolicy({
        PolicyName,
        PolicyDocument: allow('s3:*'),
      });
      await call(`attach${Title}Policy`)({ ...on, PolicyArn: Policy!.Arn });
    }
    await rejects(
      `attach${Title}Policy`,
      { PolicyArn: administratorAccess },
      'LimitExceededException',
      `Cannot exceed quota for PoliciesPer${Title}: 10`,
    );
  });

  test(`does: gives a ${word} policies and takes them back`, async () => {
    const { cloud, call } = await withHolders();
    await using _stopped = cloud;
    await call(`attach${Title}Policy`)({ ...on, PolicyArn: administratorAccess });
    await call(`attach${Title}Policy`)({ ...on, PolicyArn: administratorAccess });
    const attached = await call(`listAttached${Title}Policies`)(on);
    assert.deepEqual(attached.AttachedPolicies, [
      { PolicyName: 'AdministratorAccess', PolicyArn: administratorAccess },
    ]);
    await call(`detach${Title}Policy`)({ ...on, PolicyArn: administratorAccess });
    await call(`put${Title}Policy`)({
      ...on,
      PolicyName: 'p',
      PolicyDocument: allow('s3:Get*'),
    });
    const { PolicyDocument } = await call(`get${Title}Policy`)({ ...on, PolicyName: 'p' });
    assert.match(String(PolicyDocument), /%22s3%3AGet%2A%22/);
    assert.equal(decodeURIComponent(String(PolicyDocument)), allow('s3:Get*'));
    assert.deepEqual((await call(`list${Title}Policies`)(on)).PolicyNames, ['p']);
    await call(`delete${Title}Policy`)({ ...on, PolicyName: 'p' });
    assert.deepEqual((await call(`list${Title}Policies`)(on)).PolicyNames, []);
  });
}

test('does: lets a member of a group what the group may, within its boundary', async () => {
  const { cloud } = await withHolders();
  await using _stopped = cloud;
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName: 'x' });
  const user = cloud.as({
    credentials: {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    },
  });
  await assert.rejects(user.iam.listUsers({}), { name: 'AccessDenied' });
  await cloud.iam.attachGroupPolicy({ GroupName: 'x', PolicyArn: administratorAccess });
  await cloud.iam.addUserToGroup({ GroupName: 'x', UserName: 'x' });
  await user.iam.listUsers({});
  const { Policy } = await cloud.iam.createPolicy({
    PolicyName: 'roles',
    PolicyDocument: allow('iam:ListRoles'),
  });
  const PermissionsBoundary = Policy!.Arn!;
  await cloud.iam.putUserPermissionsBoundary({ UserName: 'x', PermissionsBoundary });
  await user.iam.listRoles({});
  await assert.rejects(user.iam.listUsers({}), {
    message: /because no permissions boundary allows the iam:ListUsers action$/,
  });
  await assert.rejects(cloud.iam.deletePolicy({ PolicyArn: PermissionsBoundary }), {
    name: 'DeleteConflictException',
  });
  await cloud.iam.deleteUserPermissionsBoundary({ UserName: 'x' });
  await user.iam.listUsers({});
  await cloud.iam.removeUserFromGroup({ GroupName: 'x', UserName: 'x' });
  await assert.rejects(user.iam.listUsers({}), { name: 'AccessDenied' });
});

test('does: authorizes by the keys of what is asked', async () => {
  const { cloud } = await withHolders();
  await using _stopped = cloud;
  await cloud.iam.tagUser({ UserName: 'x', Tags: [{ Key: 'Team', Value: 'red' }] });
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName: 'x' });
  const { iam } = cloud.as({
    credentials: {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    },
  });
  const cases: [key: string, value: string, action: string, call: () => Promise<unknown>][] = [
    [
      'iam:PolicyARN',
      administratorAccess,
      'iam:AttachGroupPolicy',
      () => iam.attachGroupPolicy({ GroupName: 'x', PolicyArn: administratorAccess }),
    ],
    ['iam:ResourceTag/team', 'red', 'iam:GetUser', () => iam.getUser({ UserName: 'x' })],
    ['aws:ResourceTag/TEAM', 'red', 'iam:GetUser', () => iam.getUser({})],
    [
      'aws:RequestTag/a',
      'b',
      'iam:TagUser',
      () => iam.tagUser({ UserName: 'x', Tags: [{ Key: 'a', Value: 'b' }] }),
    ],
    ['aws:TagKeys', 'a', 'iam:UntagUser', () => iam.untagUser({ UserName: 'x', TagKeys: ['a'] })],
    [
      'iam:PermissionsBoundary',
      administratorAccess,
      'iam:PutRolePermissionsBoundary',
      () =>
        iam.putRolePermissionsBoundary({
          RoleName: 'x',
          PermissionsBoundary: administratorAccess,
        }),
    ],
  ];
  for (const [key, value, Action, call] of cases) {
    for (const wanted of ['other', value]) {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action,
            Resource: '*',
            Condition: { StringEquals: { [key]: wanted } },
          },
        ],
      });
      await cloud.iam.putUserPolicy({ UserName: 'x', PolicyName: 'p', PolicyDocument });
      if (wanted === value) await call();
      else await assert.rejects(call(), { name: 'AccessDenied' }, key);
    }
  }
});
