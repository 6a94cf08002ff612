import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, signInAs, startTestCloud, type TestCloud } from '@tocsin/testkit';

const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const denyAll = policyText([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
const account = '123456789012';

/** At AWS's pace, with a user whose key and policies have come into effect. */
async function atPaceOfAws() {
  const cloud = await startTestCloud({ pace: 'aws' });
  const ann = await signInAs(cloud, 'ann', [all]);
  await cloud.advance('30s');
  return { cloud, ann };
}

/** Seconds until a call answers otherwise, tried each second. */
async function secondsUntil(cloud: TestCloud, changed: () => Promise<boolean>): Promise<number> {
  for (let seconds = 0; seconds <= 15; seconds += 1) {
    if (await changed()) return seconds;
    await cloud.advance('1s');
  }
  return Number.POSITIVE_INFINITY;
}

const isDenied = (call: () => Promise<unknown>) => () =>
  call().then(
    () => false,
    () => true,
  );
const isAllowed = (call: () => Promise<unknown>) => async () => !(await isDenied(call)());

function between(seconds: number, low: number, high: number, what: string) {
  assert.ok(seconds >= low && seconds <= high, `${what}: ${seconds} s`);
}

test('does: has changes act after the seconds that AWS needs, and shows them at once', async () => {
  const { cloud, ann } = await atPaceOfAws();
  await using _stopped = cloud;
  const { iam } = cloud;
  const AccessKeyId = (await iam.listAccessKeys({ UserName: 'ann' })).AccessKeyMetadata![0]!
    .AccessKeyId!;
  const UserName = 'ann';
  const key = { UserName, AccessKeyId };
  const boundary = { UserName, PermissionsBoundary: 'arn:aws:iam::aws:policy/AWSDenyAll' };
  await iam.createGroup({ GroupName: 'g' });
  await iam.putGroupPolicy({ GroupName: 'g', PolicyName: 'no', PolicyDocument: denyAll });
  await cloud.advance('20s');
  const list = () => ann.iam.listUsers({});
  const member = { UserName, GroupName: 'g' };
  const inline = { UserName, PolicyName: 'no' };
  const cases: [what: string, contain: () => Promise<unknown>, undo: () => Promise<unknown>][] = [
    [
      'inline policy',
      () => iam.putUserPolicy({ ...inline, PolicyDocument: denyAll }),
      () => iam.deleteUserPolicy(inline),
    ],
    [
      'boundary',
      () => iam.putUserPermissionsBoundary(boundary),
      () => iam.deleteUserPermissionsBoundary({ UserName }),
    ],
    ['group', () => iam.addUserToGroup(member), () => iam.removeUserFromGroup(member)],
    [
      'key',
      () => iam.updateAccessKey({ ...key, Status: 'Inactive' }),
      () => iam.updateAccessKey({ ...key, Status: 'Active' }),
    ],
  ];
  for (const [what, contain, undo] of cases) {
    await contain();
    between(await secondsUntil(cloud, isDenied(list)), 3, 4, what);
    await undo();
    between(await secondsUntil(cloud, isAllowed(list)), 3, 4, `${what} taken back`);
  }
  await iam.putUserPolicy({ ...inline, PolicyDocument: denyAll });
  assert.deepEqual((await iam.listUserPolicies({ UserName })).PolicyNames, ['no', 'own']);
  await list();
});

test('does: lets an attacker undo a deny before it acts', async () => {
  const { cloud, ann } = await atPaceOfAws();
  await using _stopped = cloud;
  const deny = { UserName: 'ann', PolicyName: 'deny' };
  await cloud.iam.putUserPolicy({ ...deny, PolicyDocument: denyAll });
  await cloud.advance('1s');
  await ann.iam.deleteUserPolicy(deny);
  const denials: boolean[] = [];
  for (let seconds = 0; seconds < 12; seconds += 1) {
    denials.push(await isDenied(() => ann.iam.listUsers({}))());
    await cloud.advance('1s');
  }
  assert.equal(denials.at(-1), false, 'the deny is gone for good');
});

test('does: has new users, keys and roles wait longer, and resource policies not at all', async () => {
  const { cloud, ann } = await atPaceOfAws();
  await using _stopped = cloud;
  const bob = await signInAs(cloud, 'bob', [all]);
  await assert.rejects(bob.sts.getCallerIdentity({}), { name: 'InvalidClientTokenId' });
  const key = await secondsUntil(
    cloud,
    isAllowed(() => bob.sts.getCallerIdentity({})),
  );
  between(key, 7, 11, 'key');
  await cloud.iam.createRole({
    RoleName: 'r',
    AssumeRolePolicyDocument: policyText([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: `arn:aws:iam::${account}:user/ann` },
      },
    ]),
  });
  const assume = () =>
    ann.sts.assumeRole({ RoleArn: `arn:aws:iam::${account}:role/r`, RoleSessionName: 'one' });
  between(await secondsUntil(cloud, isAllowed(assume)), 7, 11, 'role');

  const { ARN } = await cloud.secretsmanager.createSecret({ Name: 's', SecretString: 'x' });
  await ann.secretsmanager.getSecretValue({ SecretId: ARN });
  await cloud.secretsmanager.putResourcePolicy({
    SecretId: ARN,
    ResourcePolicy: policyText([
      {
        Effect: 'Deny',
        Principal: { AWS: `arn:aws:iam::${account}:user/ann` },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      },
    ]),
  });
  await assert.rejects(ann.secretsmanager.getSecretValue({ SecretId: ARN }), {
    message: /with an explicit deny in a resource-based policy$/,
  });
});

test('does: has service control policies wait, and an organization begin without a gap', async () => {
  const { cloud, ann } = await atPaceOfAws();
  await using _stopped = cloud;
  const { organizations } = cloud;
  await organizations.createOrganization({});
  await ann.iam.listUsers({});
  await cloud.advance('20s');
  await ann.iam.listUsers({});
  const { Policy } = await organizations.createPolicy({
    Name: 'no-list',
    Description: '',
    Type: 'SERVICE_CONTROL_POLICY',
    Content: policyText([{ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }]),
  });
  await organizations.attachPolicy({
    PolicyId: Policy!.PolicySummary!.Id!,
    TargetId: account,
  });
  const seconds = await secondsUntil(
    cloud,
    isDenied(() => ann.iam.listUsers({})),
  );
  between(seconds, 3, 11, 'service control policy');
});
