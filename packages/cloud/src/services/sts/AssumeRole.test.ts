import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssumeRoleCommandOutput, AssumeRoleRequest } from '@aws-sdk/client-sts';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const account = '123456789012';
const admin = `arn:aws:iam::${account}:user/tocsin-admin`;
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

const policy = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const trust = (AWS: string, more: object = {}, action: string | string[] = 'sts:AssumeRole') =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action: action, ...more });

const createRole = (cloud: TestCloud, name: string, document: string, more: object = {}) =>
  cloud.iam.createRole({ RoleName: name, AssumeRolePolicyDocument: document, ...more });

const clientsOf = (cloud: TestCloud, { Credentials }: AssumeRoleCommandOutput) =>
  cloud.as({
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });

async function userOf(cloud: TestCloud, name: string, document?: string) {
  await cloud.iam.createUser({ UserName: name });
  if (document) {
    await cloud.iam.putUserPolicy({
      UserName: name,
      PolicyName: 'p',
      PolicyDocument: document,
    });
  }
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName: name });
  const { AccessKeyId, SecretAccessKey } = AccessKey!;
  return cloud.as({
    credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! },
  });
}

const denied = (who: string, role: string, action = 'sts:AssumeRole') => ({
  name: 'AccessDenied',
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn(role)}`,
});

test('refuses: what the trust policy or the caller’s own policies do not allow', async () => {
  await using cloud = await startTestCloud();
  const bob = `arn:aws:iam::${account}:user/bob`;
  const clients = await userOf(cloud, 'bob');
  await createRole(cloud, 'admins', trust(admin));
  await createRole(cloud, 'account', trust(account));
  await createRole(cloud, 'external', trust(bob, externalId('x-1')));
  await createRole(cloud, 'named', trust(bob, sessionName('bob-*')));
  await createRole(cloud, 'untagged', trust(bob));
  const cases: [input: Partial<AssumeRoleRequest>, role: string, action?: string][] = [
    [{}, 'missing'],
    [{}, 'admins'],
    [{}, 'account'],
    [{}, 'external'],
    [{ ExternalId: 'x-2' }, 'external'],
    [{}, 'named'],
    [{ Tags: [{ Key: 'team', Value: 'red' }] }, 'untagged', 'sts:TagSession'],
    [{ SourceIdentity: 'bob' }, 'untagged', 'sts:SetSourceIdentity'],
  ];
  for (const [input, role, action] of cases) {
    const attempt = clients.sts.assumeRole({
      RoleArn: roleArn(role),
      RoleSessionName: 'session',
      ...input,
    });
    await assert.rejects(attempt, denied(bob, role, action), JSON.stringify([role, input]));
  }
});

const externalId = (id: string) => ({ Condition: { StringEquals: { 'sts:ExternalId': id } } });
const sessionName = (pattern: string) => ({
  Condition: { StringLike: { 'sts:RoleSessionName': pattern } },
});

test('refuses: durations, policies and parameters that a session cannot have', async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud, 'short', trust(account));
  const cases: [input: Partial<AssumeRoleRequest>, name: string, message: RegExp][] = [
    [
      { DurationSeconds: 3601 },
      'ValidationError',
      /^The requested DurationSeconds exceeds the MaxSessionDuration set for this role\.$/,
    ],
    [{ DurationSeconds: 899 }, 'ValidationError', /greater than or equal to 900/],
    [{ Policy: '{"Version":' }, 'MalformedPolicyDocumentException', /./],
    [{ PolicyArns: [{ arn: `arn:aws:iam::${account}:policy/none` }] }, 'ValidationError', /none/],
    [{ TransitiveTagKeys: ['team'] }, 'NotImplemented', /TransitiveTagKeys/],
  ];
  for (const [input, name, message] of cases) {
    const attempt = cloud.sts.assumeRole({
      RoleArn: roleArn('short'),
      RoleSessionName: 'session',
      ...input,
    });
    await assert.rejects(attempt, { name, message }, JSON.stringify(input));
  }
});

test('does: gives credentials that act as the role until they expire', async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud, 'reader', trust(admin));
  const session = await cloud.sts.assumeRole({
    RoleArn: roleArn('reader'),
    RoleSessionName: 'one',
    DurationSeconds: 900,
  });
  const { RoleId } = (await cloud.iam.getRole({ RoleName: 'reader' })).Role!;
  const arn = `arn:aws:sts::${account}:assumed-role/reader/one`;
  assert.deepEqual(session.AssumedRoleUser, { AssumedRoleId: `${RoleId}:one`, Arn: arn });
  assert.equal(session.PackedPolicySize, undefined);
  const { sts, iam } = clientsOf(cloud, session);
  const { $metadata: _, ...caller } = await sts.getCallerIdentity({});
  assert.deepEqual(caller, { UserId: `${RoleId}:one`, Account: account, Arn: arn });
  await assert.rejects(iam.listUsers({}), {
    name: 'AccessDenied',
    message: `User: ${arn} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${account}:user/ because no identity-based policy allows the iam:ListUsers action`,
  });
  await cloud.iam.attachRolePolicy({
    RoleName: 'reader',
    PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
  await iam.listUsers({});
  const used = (await cloud.iam.getRole({ RoleName: 'reader' })).Role!.RoleLastUsed!;
  assert.equal(used.Region, 'us-east-1');
  await cloud.advance('15m');
  await assert.rejects(sts.getCallerIdentity({}), { name: 'ExpiredToken' });
});

test('does: narrows a session by its policies, and by a role’s boundary', async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud, 'wide', trust(admin));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await cloud.iam.attachRolePolicy({ RoleName: 'wide', PolicyArn });
  const only = (action: string) => policy({ Effect: 'Allow', Action: action, Resource: '*' });
  const session = await cloud.sts.assumeRole({
    RoleArn: roleArn('wide'),
    RoleSessionName: 'narrow',
    Policy: only('iam:ListUsers'),
  });
  assert.ok(session.PackedPolicySize! > 0);
  const { iam } = clientsOf(cloud, session);
  await iam.listUsers({});
  await assert.rejects(iam.listRoles({}), {
    message: /because no session policy allows the iam:ListRoles action$/,
  });
  const whole = await cloud.sts.assumeRole({
    RoleArn: roleArn('wide'),
    RoleSessionName: 'whole',
    PolicyArns: [{ arn: PolicyArn }],
  });
  await clientsOf(cloud, whole).iam.listRoles({});
});

test('does: carries tags, a source identity and a chain of roles', async () => {
  await using cloud = await startTestCloud();
  const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  await createRole(cloud, 'first', trust(admin, {}, actions), { MaxSessionDuration: 7200 });
  const red = {
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red', 'aws:SourceIdentity': 'mia' } },
  };
  await createRole(cloud, 'second', trust(roleArn('first'), red), { MaxSessionDuration: 7200 });
  const first = await cloud.sts.assumeRole({
    RoleArn: roleArn('first'),
    RoleSessionName: 'one',
    DurationSeconds: 7200,
    Tags: [{ Key: 'team', Value: 'red' }],
    SourceIdentity: 'mia',
  });
  const { sts } = clientsOf(cloud, first);
  const next = { RoleArn: roleArn('second'), RoleSessionName: 'two' };
  await assert.rejects(sts.assumeRole({ ...next, DurationSeconds: 3601 }), {
    message: /^The requested DurationSeconds exceeds the 1 hour session limit for roles assumed/,
  });
  assert.equal((await sts.assumeRole(next)).SourceIdentity, 'mia');
  const record = cloud.records().findLast(({ eventName }) => eventName === 'AssumeRole')!;
  const { sessionContext } = record.userIdentity as { sessionContext: Record<string, unknown> };
  assert.equal(sessionContext.sourceIdentity, 'mia');
});

test('records: a read-only event with the credentials, without their secret', async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud, 'seen', trust(admin));
  const clients = cloud.as({ region: 'eu-central-1' });
  const input = { RoleArn: roleArn('seen'), RoleSessionName: 'one', DurationSeconds: 900 };
  const { Credentials } = await clients.sts.assumeRole(input);
  await assert.rejects(clients.sts.assumeRole({ ...input, RoleArn: roleArn('none') }));
  const [done, failed] = cloud.records().slice(-2);
  assert.equal(done!.awsRegion, 'eu-central-1');
  assert.equal(done!.readOnly, true);
  assert.deepEqual(done!.requestParameters, {
    roleArn: roleArn('seen'),
    roleSessionName: 'one',
    durationSeconds: 900,
  });
  const { credentials, assumedRoleUser } = done!.responseElements as Record<string, object>;
  assert.deepEqual(Object.keys(credentials!), ['accessKeyId', 'sessionToken', 'expiration']);
  assert.deepEqual(Object.keys(assumedRoleUser!), ['assumedRoleId', 'arn']);
  assert.deepEqual(done!.resources, [
    { accountId: account, type: 'AWS::IAM::Role', ARN: roleArn('seen') },
  ]);
  assert.ok(!JSON.stringify(done).includes(Credentials!.SecretAccessKey!));
  assert.equal(failed!.errorCode, 'AccessDenied');
  assert.equal(failed!.requestParameters, null);
});
