import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, signInAs, startTestCloud, type TestCloud } from '@tocsin/testkit';

const account = '123456789012';
const management = '999999999999';
const fullAccess = 'p-FullAWSAccess';
const Type = 'SERVICE_CONTROL_POLICY';
const denyListUsers = policyText([{ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }]);

async function withOrganization() {
  const cloud = await startTestCloud();
  await cloud.organizations.createOrganization({ FeatureSet: 'ALL' });
  const { Roots } = await cloud.organizations.listRoots({});
  return { cloud, rootId: Roots![0]!.Id! };
}

async function policy(cloud: TestCloud, Name: string, Content: string): Promise<string> {
  const input = { Name, Content, Type, Description: '' } as const;
  return (await cloud.organizations.createPolicy(input)).Policy!.PolicySummary!.Id!;
}

test('refuses: what is not there, is there already, or must stay', async () => {
  const { cloud, rootId } = await withOrganization();
  await using _stopped = cloud;
  const { organizations } = cloud;
  const id = await policy(cloud, 'one', denyListUsers);
  await organizations.attachPolicy({ PolicyId: id, TargetId: account });
  const cases: [name: string, reason: string | undefined, attempt: () => Promise<unknown>][] = [
    ['AlreadyInOrganizationException', undefined, () => organizations.createOrganization({})],
    ['DuplicatePolicyException', undefined, () => policy(cloud, 'one', denyListUsers)],
    ['MalformedPolicyDocumentException', undefined, () => policy(cloud, 'two', '{"Version":1}')],
    [
      'ConstraintViolationException',
      'POLICY_CONTENT_LIMIT_EXCEEDED',
      () => policy(cloud, 'two', denyListUsers.padEnd(5121)),
    ],
    [
      'PolicyNotFoundException',
      undefined,
      () => organizations.attachPolicy({ PolicyId: 'p-none12345', TargetId: account }),
    ],
    [
      'TargetNotFoundException',
      undefined,
      () => organizations.attachPolicy({ PolicyId: id, TargetId: '111111111111' }),
    ],
    [
      'DuplicatePolicyAttachmentException',
      undefined,
      () => organizations.attachPolicy({ PolicyId: id, TargetId: account }),
    ],
    [
      'PolicyNotAttachedException',
      undefined,
      () => organizations.detachPolicy({ PolicyId: id, TargetId: rootId }),
    ],
    [
      'ConstraintViolationException',
      'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      () => organizations.detachPolicy({ PolicyId: fullAccess, TargetId: rootId }),
    ],
    ['PolicyInUseException', undefined, () => organizations.deletePolicy({ PolicyId: id })],
    [
      'AccessDeniedException',
      undefined,
      () => organizations.deletePolicy({ PolicyId: fullAccess }),
    ],
    [
      'PolicyTypeAlreadyEnabledException',
      undefined,
      () => organizations.enablePolicyType({ RootId: rootId, PolicyType: Type }),
    ],
    ['NotImplemented', undefined, () => organizations.listPolicies({ Filter: 'TAG_POLICY' })],
  ];
  for (const [name, Reason, attempt] of cases) {
    await assert.rejects(attempt, { name, ...(Reason ? { Reason } : undefined) }, name);
  }
  for (let number = 0; number < 3; number += 1) {
    const more = await policy(cloud, `more-${number}`, denyListUsers);
    await organizations.attachPolicy({ PolicyId: more, TargetId: account });
  }
  const sixth = await policy(cloud, 'sixth', denyListUsers);
  await assert.rejects(organizations.attachPolicy({ PolicyId: sixth, TargetId: account }), {
    Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
  });
});

test('refuses: everything to an account without an organization', async () => {
  await using cloud = await startTestCloud();
  await assert.rejects(cloud.organizations.describeOrganization({}), {
    name: 'AWSOrganizationsNotInUseException',
    message: 'Your account is not a member of an organization.',
  });
});

test('does: limits everybody in the account, whatever their own policies allow', async () => {
  const { cloud, rootId } = await withOrganization();
  await using _stopped = cloud;
  const { organizations, iam } = cloud;
  await iam.listUsers({});
  const id = await policy(cloud, 'no-list', denyListUsers);
  const who = `arn:aws:iam::${account}:user/tocsin-admin`;
  const denied = {
    name: 'AccessDenied',
    message: `User: ${who} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${account}:user/ with an explicit deny in a service control policy`,
  };
  for (const TargetId of [rootId, account]) {
    await organizations.attachPolicy({ PolicyId: id, TargetId });
    await assert.rejects(iam.listUsers({}), denied);
    await organizations.detachPolicy({ PolicyId: id, TargetId });
    await iam.listUsers({});
  }
  await organizations.attachPolicy({ PolicyId: id, TargetId: management });
  await iam.listUsers({});

  const only = await policy(
    cloud,
    'only',
    policyText([{ Effect: 'Allow', Action: ['iam:*', 'organizations:*'], Resource: '*' }]),
  );
  await organizations.attachPolicy({ PolicyId: only, TargetId: account });
  await cloud.sns.listTopics({});
  await organizations.detachPolicy({ PolicyId: fullAccess, TargetId: account });
  await assert.rejects(cloud.sns.listTopics({}), {
    message: /because no service control policy allows the SNS:ListTopics action$/,
  });
  await organizations.updatePolicy({
    PolicyId: only,
    Content: policyText([{ Effect: 'Allow', Action: '*', Resource: '*' }]),
  });
  await cloud.sns.listTopics({});
});

test('does: protects a containment from the contained, until the account leaves', async () => {
  const { cloud, rootId } = await withOrganization();
  await using _stopped = cloud;
  const ann = await signInAs(cloud, 'ann', [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const guard = await policy(
    cloud,
    'guard',
    policyText([
      {
        Effect: 'Deny',
        Action: ['iam:DeleteUserPolicy', 'organizations:*'],
        Resource: '*',
        Condition: {
          ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:user/tocsin-admin` },
        },
      },
    ]),
  );
  await cloud.organizations.attachPolicy({ PolicyId: guard, TargetId: rootId });
  const own = { UserName: 'ann', PolicyName: 'own' };
  await assert.rejects(ann.iam.deleteUserPolicy(own), { name: 'AccessDenied' });
  await assert.rejects(ann.organizations.leaveOrganization({}), {
    name: 'AccessDeniedException',
  });
  await cloud.organizations.leaveOrganization({});
  await ann.iam.deleteUserPolicy(own);
});

test('does: tells of the organization, its accounts and policies', async () => {
  const { cloud, rootId } = await withOrganization();
  await using _stopped = cloud;
  const { organizations } = cloud;
  const { Organization } = await organizations.describeOrganization({});
  assert.equal(Organization!.MasterAccountId, management);
  assert.match(Organization!.Id!, /^o-[a-z0-9]{10}$/);
  const { Accounts } = await organizations.listAccounts({});
  assert.deepEqual(
    Accounts!.map(({ Id, JoinedMethod }) => [Id, JoinedMethod]),
    [
      [management, 'CREATED'],
      [account, 'INVITED'],
    ],
  );
  const { Account } = await organizations.describeAccount({ AccountId: account });
  assert.equal(
    Account!.Arn,
    `arn:aws:organizations::${management}:account/${Organization!.Id}/${account}`,
  );
  const { Parents } = await organizations.listParents({ ChildId: account });
  assert.deepEqual(Parents, [{ Id: rootId, Type: 'ROOT' }]);
  const id = await policy(cloud, 'one', denyListUsers);
  await organizations.tagResource({ ResourceId: id, Tags: [{ Key: 'a', Value: 'b' }] });
  assert.deepEqual((await organizations.listTagsForResource({ ResourceId: id })).Tags, [
    { Key: 'a', Value: 'b' },
  ]);
  await organizations.attachPolicy({ PolicyId: id, TargetId: rootId });
  const { Policies } = await organizations.listPoliciesForTarget({
    TargetId: rootId,
    Filter: Type,
  });
  assert.deepEqual(
    Policies!.map(({ Id, AwsManaged }) => [Id, AwsManaged]),
    [
      [fullAccess, true],
      [id, false],
    ],
  );
  const { Targets } = await organizations.listTargetsForPolicy({ PolicyId: id });
  assert.deepEqual(
    Targets!.map(({ TargetId, Type: type }) => [TargetId, type]),
    [[rootId, 'ROOT']],
  );
  const page = await organizations.listPolicies({ Filter: Type, MaxResults: 1 });
  assert.equal(page.Policies![0]!.Id, fullAccess);
  const next = await organizations.listPolicies({ Filter: Type, NextToken: page.NextToken! });
  assert.equal(next.Policies![0]!.Id, id);
  assert.equal(
    (await organizations.describePolicy({ PolicyId: id })).Policy!.Content,
    denyListUsers,
  );

  await organizations.disablePolicyType({ RootId: rootId, PolicyType: Type });
  await assert.rejects(organizations.attachPolicy({ PolicyId: id, TargetId: rootId }), {
    name: 'PolicyTypeNotEnabledException',
  });
  await organizations.deletePolicy({ PolicyId: id });
});

test('records: management events of us-east-1', async () => {
  const { cloud, rootId } = await withOrganization();
  await using _stopped = cloud;
  const PolicyId = await policy(cloud, 'one', denyListUsers);
  await cloud.as({ region: 'eu-west-1' }).organizations.attachPolicy({
    PolicyId,
    TargetId: rootId,
  });
  const record = cloud.records().at(-1)!;
  assert.equal(record.eventSource, 'organizations.amazonaws.com');
  assert.equal(record.awsRegion, 'us-east-1');
  assert.deepEqual(record.requestParameters, { policyId: PolicyId, targetId: rootId });
});
