import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, startTestCloud } from '@tocsin/testkit';

const SecretId = 'mine';
const publicText = 'You can not attach a resource policy that grants Public access to your secret.';
const statement = (more: object) => ({
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
  ...more,
});
const account = policyText([statement({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } })]);
const anybody = policyText([statement({ Principal: '*' })]);

async function startWithSecret() {
  const cloud = await startTestCloud();
  await cloud.secretsmanager.createSecret({ Name: SecretId, SecretString: 'v' });
  return cloud;
}

test('refuses: what is no policy, and public policies when asked to', async () => {
  await using cloud = await startWithSecret();
  const cases: [string, string, string][] = [
    [
      'not a policy at all',
      'MalformedPolicyDocumentException',
      'This resource policy contains invalid Json',
    ],
    [
      policyText([statement({})]),
      'MalformedPolicyDocumentException',
      'This resource policy contains a syntax error.',
    ],
    [
      policyText([statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/none' } })]),
      'MalformedPolicyDocumentException',
      'This resource policy contains an unsupported principal.',
    ],
    [anybody, 'PublicPolicyException', publicText],
  ];
  for (const [ResourcePolicy, name, message] of cases) {
    const input = { SecretId, ResourcePolicy, BlockPublicPolicy: true };
    await assert.rejects(cloud.secretsmanager.putResourcePolicy(input), { name, message });
  }
});

test('does: tells a public policy from one that conditions narrow', async () => {
  await using cloud = await startWithSecret();
  const everyone = (Condition: object) =>
    policyText([statement({ Principal: { AWS: '*' }, Condition })]);
  const cases: [string, boolean][] = [
    [account, false],
    [anybody, true],
    [policyText([{ ...statement({ Principal: '*' }), Effect: 'Deny' }]), false],
    [everyone({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }), false],
    [everyone({ StringLike: { 'aws:PrincipalOrgID': '*' } }), true],
    [everyone({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), true],
    [everyone({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), true],
    [everyone({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }), true],
    [everyone({ StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*' } }), true],
    [everyone({ Bool: { 'aws:SecureTransport': 'true' } }), true],
  ];
  for (const [ResourcePolicy, isPublic] of cases) {
    const { PolicyValidationPassed, ValidationErrors } =
      await cloud.secretsmanager.validateResourcePolicy({ SecretId, ResourcePolicy });
    assert.equal(PolicyValidationPassed, !isPublic, ResourcePolicy);
    const errors = [{ CheckName: 'BlockPublicPolicyCheck', ErrorMessage: publicText }];
    assert.deepEqual(ValidationErrors, isPublic ? errors : []);
  }
});

test('does: gives a policy back printed as AWS prints it, until it is deleted', async () => {
  await using cloud = await startWithSecret();
  const { secretsmanager } = cloud;
  const get = async () => (await secretsmanager.getResourcePolicy({ SecretId })).ResourcePolicy;
  assert.equal(await get(), undefined);
  await secretsmanager.putResourcePolicy({ SecretId, ResourcePolicy: account });
  assert.equal(
    await get(),
    `{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Effect" : "Allow",
    "Action" : "secretsmanager:GetSecretValue",
    "Resource" : "*",
    "Principal" : {
      "AWS" : "arn:aws:iam::123456789012:root"
    }
  } ]
}`,
  );
  await secretsmanager.deleteResourcePolicy({ SecretId });
  assert.equal(await get(), undefined);
});
