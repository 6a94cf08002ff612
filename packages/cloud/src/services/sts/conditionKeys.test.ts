import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials } from '@aws-sdk/client-sts';
import { policyText, signInAs, startTestCloud, type TestCloud } from '@tocsin/testkit';

const account = '123456789012';
const all = { Effect: 'Allow', Action: '*', Resource: '*' };

const clientsOf = (cloud: TestCloud, credentials: Credentials | undefined) =>
  cloud.as({
    credentials: {
      accessKeyId: credentials!.AccessKeyId!,
      secretAccessKey: credentials!.SecretAccessKey!,
      sessionToken: credentials!.SessionToken!,
    },
  });

/** A user with a key and a session of its own, a role's session, and a federated user. */
async function withCallers() {
  const cloud = await startTestCloud({ startMs: Date.parse('2026-06-01T12:00:00Z') });
  const ann = await signInAs(cloud, 'ann', []);
  await cloud.iam.tagUser({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'red' }] });
  const { User } = await cloud.iam.getUser({ UserName: 'ann' });
  const { Role } = await cloud.iam.createRole({
    RoleName: 'r',
    Tags: [{ Key: 'team', Value: 'blue' }],
    AssumeRolePolicyDocument: policyText([
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        Principal: { AWS: User!.Arn },
      },
    ]),
  });
  const allowFederation = policyText([
    { Effect: 'Allow', Action: 'sts:GetFederationToken', Resource: '*' },
  ]);
  await cloud.iam.putUserPolicy({
    UserName: 'ann',
    PolicyName: 'federation',
    PolicyDocument: allowFederation,
  });
  const token = await ann.sts.getSessionToken({});
  const assumed = await ann.sts.assumeRole({
    RoleArn: Role!.Arn!,
    RoleSessionName: 'one',
    SourceIdentity: 'mia',
  });
  const Policy = policyText([all]);
  const federated = await ann.sts.getFederationToken({ Name: 'guest', Policy });
  const callers = {
    ann,
    token: clientsOf(cloud, token.Credentials),
    role: clientsOf(cloud, assumed.Credentials),
    guest: clientsOf(cloud, federated.Credentials),
  };
  return { cloud, callers, ids: { user: User!.UserId!, role: Role!.RoleId! } };
}

type Name = 'ann' | 'token' | 'role' | 'guest';

test('does: fills the condition keys of each kind of caller as AWS does', async () => {
  const { cloud, callers, ids } = await withCallers();
  await using _stopped = cloud;
  await cloud.organizations.createOrganization({});
  const { Organization } = await cloud.organizations.describeOrganization({});
  const { Roots } = await cloud.organizations.listRoots({});
  const user = `arn:aws:iam::${account}:user/ann`;
  const role = `arn:aws:iam::${account}:role/r`;
  const guest = `arn:aws:sts::${account}:federated-user/guest`;
  const started = '2026-06-01T12:00:00Z';
  const path = `${Organization!.Id}/${Roots![0]!.Id}/`;
  type Values = Record<Name, string | undefined>;
  const same = (value: string | undefined): Values => ({
    ann: value,
    token: value,
    role: value,
    guest: value,
  });
  const table: Record<string, Values> = {
    'aws:userid': {
      ann: ids.user,
      token: ids.user,
      role: `${ids.role}:one`,
      guest: `${account}:guest`,
    },
    'aws:username': { ...same(undefined), ann: 'ann', token: 'ann' },
    'aws:PrincipalArn': { ann: user, token: user, role, guest },
    'aws:PrincipalType': {
      ann: 'User',
      token: 'User',
      role: 'AssumedRole',
      guest: 'FederatedUser',
    },
    'aws:PrincipalTag/Team': { ann: 'red', token: 'red', role: 'blue', guest: 'red' },
    'aws:PrincipalAccount': same(account),
    'aws:PrincipalOrgID': same(Organization!.Id),
    'aws:PrincipalOrgPaths': same(path),
    'aws:ResourceOrgID': same(Organization!.Id),
    'aws:PrincipalIsAWSService': same('false'),
    'aws:TokenIssueTime': { ...same(started), ann: undefined },
    'aws:MultiFactorAuthPresent': { ...same('false'), ann: undefined },
    'aws:MultiFactorAuthAge': same(undefined),
    'aws:SourceIdentity': { ...same(undefined), role: 'mia' },
    'aws:CurrentTime': same('2026-06-01T12:00:00.000Z'),
    'aws:EpochTime': same(String(Date.parse(started) / 1000)),
    'aws:SourceIp': same('127.0.0.1'),
    'aws:SecureTransport': same('false'),
    'aws:RequestedRegion': same('us-east-1'),
    'aws:ViaAWSService': same('false'),
    'aws:CalledVia': same(undefined),
    'aws:SourceArn': same(undefined),
    'aws:SourceAccount': same(undefined),
  };
  for (const [key, values] of Object.entries(table)) {
    for (const [name, value] of Object.entries(values)) {
      const Condition =
        value === undefined
          ? { Null: { [key]: 'true' } }
          : {
              [key.endsWith('OrgPaths') ? 'ForAnyValue:StringEquals' : 'StringEquals']: {
                [key]: value,
              },
            };
      const PolicyDocument = policyText([
        { Effect: 'Allow', Action: 'sns:ListTopics', Resource: '*', Condition },
        { Effect: 'Allow', Action: 'sts:GetFederationToken', Resource: '*' },
      ]);
      const policy = { PolicyName: 'federation', PolicyDocument };
      await cloud.iam.putUserPolicy({ UserName: 'ann', ...policy });
      await cloud.iam.putRolePolicy({ RoleName: 'r', ...policy });
      await callers[name as Name].sns.listTopics({}).catch((error: Error) => {
        assert.fail(`${key} of ${name}: ${error.message}`);
      });
    }
  }
});

test('does: contains users and roles as AWS documents it', async () => {
  const { cloud, callers } = await withCallers();
  await using _stopped = cloud;
  const { iam } = cloud;
  const put = (statement: object) => {
    const policy = { PolicyName: 'federation', PolicyDocument: policyText([all, statement]) };
    return Promise.all([
      iam.putUserPolicy({ UserName: 'ann', ...policy }),
      iam.putRolePolicy({ RoleName: 'r', ...policy }),
    ]);
  };
  const { AccessKeyMetadata } = await iam.listAccessKeys({ UserName: 'ann' });
  const key = { UserName: 'ann', AccessKeyId: AccessKeyMetadata![0]!.AccessKeyId! };
  const cases: [what: string, contain: () => Promise<unknown>, denied: readonly Name[]][] = [
    ['nothing', () => put(all), []],
    [
      'a deny on the user covers its sessions, one on the role those of the role',
      () => put({ ...all, Effect: 'Deny' }),
      ['ann', 'token', 'role', 'guest'],
    ],
    [
      'older sessions alone: a key has no time of issue',
      () =>
        put({
          ...all,
          Effect: 'Deny',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-06-01T12:00:01Z' } },
        }),
      ['token', 'role', 'guest'],
    ],
    [
      'one session of the role',
      () =>
        put({
          ...all,
          Effect: 'Deny',
          Condition: { StringLike: { 'aws:userid': 'AROA*:one' } },
        }),
      ['role'],
    ],
    [
      'a key switched off leaves the sessions that it made',
      async () => {
        await put(all);
        await iam.updateAccessKey({ ...key, Status: 'Inactive' });
      },
      ['ann'],
    ],
    ['a key deleted does as well', () => iam.deleteAccessKey(key), ['ann']],
    [
      'a user deleted takes its sessions along',
      async () => {
        await iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'federation' });
        await iam.deleteUser({ UserName: 'ann' });
      },
      ['ann', 'token', 'guest'],
    ],
  ];
  for (const [what, contain, denied] of cases) {
    await contain();
    for (const [name, { sns }] of Object.entries(callers)) {
      const isDenied = await sns.listTopics({}).then(
        () => false,
        () => true,
      );
      assert.equal(isDenied, denied.includes(name as Name), `${what}: ${name}`);
    }
  }
});

test('does: narrows a federated user, and keeps it from IAM and STS', async () => {
  const { cloud, callers } = await withCallers();
  await using _stopped = cloud;
  await cloud.iam.putUserPolicy({
    UserName: 'ann',
    PolicyName: 'federation',
    PolicyDocument: policyText([all]),
  });
  const { sts, iam, sns } = callers.guest;
  const arn = `arn:aws:sts::${account}:federated-user/guest`;
  assert.equal((await sts.getCallerIdentity({})).Arn, arn);
  await sns.listTopics({});
  await assert.rejects(iam.listUsers({}), { name: 'InvalidClientTokenId' });
  await assert.rejects(sts.getSessionToken({}), { name: 'AccessDenied' });
  const bare = await callers.ann.sts.getFederationToken({ Name: 'bare' });
  await assert.rejects(clientsOf(cloud, bare.Credentials).sns.listTopics({}), {
    message: /because no session policy allows/,
  });
  const record = cloud.records().find(({ eventName }) => eventName === 'GetFederationToken')!;
  assert.deepEqual((record.responseElements as { federatedUser: object }).federatedUser, {
    federatedUserId: `${account}:guest`,
    arn,
  });
  assert.ok(!JSON.stringify(record).includes('ecretAccessKey'));
});
