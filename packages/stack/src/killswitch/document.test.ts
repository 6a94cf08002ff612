import assert from 'node:assert/strict';
import test from 'node:test';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { containmentDocument } from './document.ts';

async function prepared() {
  const cloud = await startTestCloud();
  const { iam, s3, sns, ssm } = cloud;
  await s3.createBucket({ Bucket: 'evidence' });
  const { TopicArn } = await sns.createTopic({ Name: 'incidents' });
  const Principal = { Service: 'ssm.amazonaws.com' };
  const { Role } = await iam.createRole({
    RoleName: 'responder',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' },
    ]),
  });
  await iam.putRolePolicy({
    RoleName: 'responder',
    PolicyName: 'own',
    PolicyDocument: policyText([
      { Effect: 'Allow', Action: ['iam:*', 's3:PutObject', 'sns:Publish'], Resource: '*' },
    ]),
  });
  await ssm.createDocument({
    Name: 'TocsinContainPrincipal',
    Content: JSON.stringify(containmentDocument()),
    DocumentType: 'Automation',
    DocumentFormat: 'JSON',
  });
  const parameters = {
    AutomationAssumeRole: [Role!.Arn!],
    EvidenceBucket: ['evidence'],
    TopicArn: [TopicArn!],
  };
  return { cloud, parameters };
}

async function run(cloud: TestCloud, Parameters: Record<string, string[]>) {
  const DocumentName = 'TocsinContainPrincipal';
  const started = await cloud.ssm.startAutomationExecution({ DocumentName, Parameters });
  await cloud.settled();
  await cloud.advance('2m');
  await cloud.settled();
  const { AutomationExecutionId } = started;
  const { AutomationExecution } = await cloud.ssm.getAutomationExecution({ AutomationExecutionId });
  const steps = AutomationExecution!.StepExecutions!;
  const last = steps.findLast(({ StepStatus }) => StepStatus !== 'Pending')!.StepName;
  return { status: AutomationExecution!.AutomationExecutionStatus, last, AutomationExecution };
}

test('does: denies a user, turns its keys off, and tells', async () => {
  const { cloud, parameters } = await prepared();
  await using _ = cloud;
  const UserName = 'mallory';
  await cloud.iam.createUser({ UserName });
  await cloud.iam.createAccessKey({ UserName });
  const { status, last, AutomationExecution } = await run(cloud, {
    ...parameters,
    PrincipalType: ['user'],
    PrincipalName: [UserName],
  });
  assert.equal(last, 'tellContained', JSON.stringify(AutomationExecution, null, 1));
  assert.match(status!, /^(?:Success|CompletedWithSuccess)$/);
  const { PolicyNames } = await cloud.iam.listUserPolicies({ UserName });
  assert.deepEqual(PolicyNames, ['tocsin-containment']);
  const { AccessKeyMetadata } = await cloud.iam.listAccessKeys({ UserName });
  assert.equal(AccessKeyMetadata![0]!.Status, 'Inactive');
});

test('does: denies a role', async () => {
  const { cloud, parameters } = await prepared();
  await using _ = cloud;
  const RoleName = 'reader';
  const trust = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' };
  await cloud.iam.createRole({ RoleName, AssumeRolePolicyDocument: policyText([trust]) });
  const Parameters = { ...parameters, PrincipalType: ['role'], PrincipalName: [RoleName] };
  assert.equal((await run(cloud, Parameters)).last, 'tellContained');
  const { PolicyNames } = await cloud.iam.listRolePolicies({ RoleName });
  assert.deepEqual(PolicyNames, ['tocsin-containment']);
});

test('refuses: break-glass, by tag and by path', async () => {
  const { cloud, parameters } = await prepared();
  await using _ = cloud;
  const users = [
    { UserName: 'one', Path: '/break-glass/' },
    { UserName: 'two', Tags: [{ Key: 'tocsin:break-glass', Value: 'yes' }] },
  ];
  for (const user of users) {
    await cloud.iam.createUser(user);
    const { UserName } = user;
    const Parameters = { ...parameters, PrincipalType: ['user'], PrincipalName: [UserName] };
    assert.equal((await run(cloud, Parameters)).last, 'tellRefused');
    assert.deepEqual((await cloud.iam.listUserPolicies({ UserName })).PolicyNames, []);
  }
});
