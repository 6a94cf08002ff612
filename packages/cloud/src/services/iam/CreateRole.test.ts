import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const account = '123456789012';

const trust = (principal: object | string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
  });

const byAccount = trust({ AWS: account });

test('refuses: trust policies that name nobody, and roles that still have policies', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  const missing = `arn:aws:iam::${account}:user/nobody`;
  const cases: [document: string, name: string, message: RegExp][] = [
    ['{"Version":', 'MalformedPolicyDocumentException', /./],
    [
      trust({ AWS: missing }),
      'MalformedPolicyDocumentException',
      new RegExp(`^Invalid principal in policy: "AWS":"${missing}"$`),
    ],
    [
      trust({ AWS: account }, { Resource: '*' }),
      'MalformedPolicyDocumentException',
      /^Has prohibited field Resource$/,
    ],
    [
      trust({ AWS: account }, { Sid: 'x'.repeat(2000) }),
      'LimitExceededException',
      /^Cannot exceed quota for ACLSizePerRole: 2048$/,
    ],
  ];
  for (const [document, name, message] of cases) {
    const create = { RoleName: 'r', AssumeRolePolicyDocument: document };
    await assert.rejects(iam.createRole(create), { name, message });
  }
  await iam.createRole({ RoleName: 'r', AssumeRolePolicyDocument: byAccount });
  await assert.rejects(iam.createRole({ RoleName: 'R', AssumeRolePolicyDocument: byAccount }), {
    message: 'Role with name R already exists.',
  });
  await iam.attachRolePolicy({
    RoleName: 'r',
    PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
  await assert.rejects(iam.deleteRole({ RoleName: 'r' }), {
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must detach all policies first.',
  });
  await assert.rejects(iam.getRole({ RoleName: 'none' }), {
    message: 'The role with name none cannot be found.',
  });
});

test('does: makes, changes, tells and deletes roles', async () => {
  await using cloud = await startTestCloud();
  const { iam } = cloud;
  const { Role } = await iam.createRole({
    RoleName: 'reader',
    AssumeRolePolicyDocument: byAccount,
    Description: 'reads',
  });
  assert.match(Role!.RoleId!, /^AROA[A-Z2-7]{17}$/);
  assert.equal(decodeURIComponent(Role!.AssumeRolePolicyDocument!), byAccount);
  assert.equal(Role!.Description, undefined);
  assert.equal(Role!.MaxSessionDuration, undefined);
  const told = async () => (await iam.getRole({ RoleName: 'READER' })).Role!;
  assert.deepEqual(await told(), {
    ...Role,
    Description: 'reads',
    MaxSessionDuration: 3600,
    RoleLastUsed: {},
  });
  await iam.updateRole({ RoleName: 'reader', MaxSessionDuration: 7200, Description: 'reads on' });
  assert.equal((await told()).MaxSessionDuration, 7200);
  assert.equal((await told()).Description, 'reads on');
  const { Role: described } = await iam.updateRoleDescription({
    RoleName: 'reader',
    Description: 'again',
  });
  assert.equal(described!.Description, 'again');
  const byService = trust({ Service: 'cloudtrail.amazonaws.com' });
  await iam.updateAssumeRolePolicy({ RoleName: 'reader', PolicyDocument: byService });
  assert.equal(decodeURIComponent((await told()).AssumeRolePolicyDocument!), byService);
  const { Roles } = await iam.listRoles({});
  assert.deepEqual(
    Roles!.map(({ RoleName }) => RoleName),
    ['reader'],
  );
  await iam.deleteRole({ RoleName: 'reader' });
  assert.deepEqual((await iam.listRoles({})).Roles, []);
});

test('records: the trust policy as it was put', async () => {
  await using cloud = await startTestCloud();
  await cloud.iam.createRole({ RoleName: 'r', AssumeRolePolicyDocument: byAccount });
  const document = trust('*');
  await cloud.iam.updateAssumeRolePolicy({ RoleName: 'r', PolicyDocument: document });
  const record = cloud.records().at(-1)!;
  assert.equal(record.eventName, 'UpdateAssumeRolePolicy');
  assert.deepEqual(record.requestParameters, { roleName: 'r', policyDocument: document });
  assert.equal(record.responseElements, null);
});
