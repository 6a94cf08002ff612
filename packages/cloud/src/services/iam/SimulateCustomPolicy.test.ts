import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EvaluationResult, SimulateCustomPolicyRequest } from '@aws-sdk/client-iam';
import { policyText, startTestCloud } from '@tocsin/testkit';

const captures = join(import.meta.dirname, '../../../../../../shared/data/aws-captures/iam');
const skip = existsSync(captures) ? false : 'needs ../shared/data';

test('does: decides as IAM did, and points at the same statements', { skip }, async () => {
  await using cloud = await startTestCloud();
  const { cases } = JSON.parse(readFileSync(join(captures, 'conditions.json'), 'utf8')) as {
    cases: {
      name: string;
      input: SimulateCustomPolicyRequest;
      output: { EvaluationResults: EvaluationResult[] };
    }[];
  };
  for (const { name, input, output } of cases) {
    const answer = await cloud.iam.simulateCustomPolicy(input);
    // Of several resources AWS names the form that the action's resources have.
    const comparable = ({ EvalResourceName, ...rest }: EvaluationResult) =>
      input.ResourceArns!.length > 1 ? rest : { EvalResourceName, ...rest };
    assert.deepEqual(
      answer.EvaluationResults!.map(comparable),
      output.EvaluationResults.map(comparable),
      name,
    );
  }
});

const allow = (Action: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});

test('does: weighs boundary, resource policy and context', async () => {
  await using cloud = await startTestCloud();
  const ActionNames = ['s3:GetObject'];
  const CallerArn = 'arn:aws:iam::123456789012:user/ann';
  const s3 = policyText([allow('s3:*')]);
  const sns = policyText([allow('sns:*')]);
  const named = policyText([allow('s3:*', { Principal: { AWS: CallerArn } })]);
  const red = policyText([
    allow('s3:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }),
  ]);
  const team = (value: string) => [
    {
      ContextKeyName: 'aws:principaltag/team',
      ContextKeyType: 'string' as const,
      ContextKeyValues: [value],
    },
  ];
  const object = ['arn:aws:s3:::b/k'];
  type Input = Partial<SimulateCustomPolicyRequest>;
  const cases: [input: Input, decision: string, more?: Partial<EvaluationResult>][] = [
    [{ PolicyInputList: [s3] }, 'allowed'],
    [{ PolicyInputList: [sns] }, 'implicitDeny'],
    [
      { PolicyInputList: [s3], PermissionsBoundaryPolicyInputList: [sns] },
      'implicitDeny',
      { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
    ],
    [
      { PolicyInputList: [s3], PermissionsBoundaryPolicyInputList: [s3] },
      'allowed',
      { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true } },
    ],
    [{ PolicyInputList: [sns], ResourcePolicy: named, CallerArn, ResourceArns: object }, 'allowed'],
    [
      { PolicyInputList: [red] },
      'implicitDeny',
      { MissingContextValues: ['aws:PrincipalTag/team'] },
    ],
    [
      { PolicyInputList: [red], ContextEntries: team('red') },
      'allowed',
      { MissingContextValues: [] },
    ],
    [{ PolicyInputList: [red], ContextEntries: team('blue') }, 'implicitDeny'],
  ];
  for (const [input, decision, more] of cases) {
    const request = { PolicyInputList: [], ActionNames, ...input };
    const [result] = (await cloud.iam.simulateCustomPolicy(request)).EvaluationResults!;
    assert.equal(result!.EvalDecision, decision, JSON.stringify(input));
    for (const [key, value] of Object.entries(more ?? {})) {
      assert.deepEqual(result![key as keyof EvaluationResult], value, JSON.stringify(input));
    }
  }
});

test('does: simulates what users, groups and roles have, page by page', async () => {
  await using cloud = await startTestCloud();
  const { iam, organizations } = cloud;
  await iam.createUser({ UserName: 'ann' });
  await iam.createGroup({ GroupName: 'readers' });
  await iam.addUserToGroup({ GroupName: 'readers', UserName: 'ann' });
  const PolicyDocument = policyText([allow('s3:Get*')]);
  await iam.putGroupPolicy({ GroupName: 'readers', PolicyName: 'read', PolicyDocument });
  const deny = policyText([{ Effect: 'Deny', Action: 's3:GetObjectAcl', Resource: '*' }]);
  await iam.putUserPolicy({ UserName: 'ann', PolicyName: 'not', PolicyDocument: deny });
  const input = {
    PolicySourceArn: 'arn:aws:iam::123456789012:user/ann',
    ActionNames: ['s3:GetObject', 's3:GetObjectAcl', 's3:PutObject'],
  };
  const first = await iam.simulatePrincipalPolicy({ ...input, MaxItems: 2 });
  const rest = await iam.simulatePrincipalPolicy({ ...input, Marker: first.Marker! });
  const results = [...first.EvaluationResults!, ...rest.EvaluationResults!];
  assert.deepEqual(
    results.map((one) => [one.EvalDecision, one.MatchedStatements!.map((s) => s.SourcePolicyId)]),
    [
      ['allowed', ['group_readers_read']],
      ['explicitDeny', ['user_ann_not']],
      ['implicitDeny', []],
    ],
  );
  assert.equal(results[0]!.OrganizationsDecisionDetail, undefined);

  await organizations.createOrganization({});
  const { Policy } = await organizations.createPolicy({
    Name: 'no-reading',
    Description: '',
    Type: 'SERVICE_CONTROL_POLICY',
    Content: policyText([{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }]),
  });
  const PolicyId = Policy!.PolicySummary!.Id!;
  await organizations.attachPolicy({ PolicyId, TargetId: '123456789012' });
  const [limited] = (await iam.simulatePrincipalPolicy(input)).EvaluationResults!;
  assert.equal(limited!.EvalDecision, 'explicitDeny');
  assert.deepEqual(limited!.OrganizationsDecisionDetail, { AllowedByOrganizations: false });
  await assert.rejects(
    iam.simulatePrincipalPolicy({ ...input, PolicySourceArn: `${input.PolicySourceArn}a` }),
    { name: 'NoSuchEntityException', message: 'The user with name anna cannot be found.' },
  );
});

test('does: tells the condition keys that policies ask for', async () => {
  await using cloud = await startTestCloud();
  const text = policyText([
    allow('s3:*', {
      Resource: `arn:aws:s3:::b/\${aws:username}`,
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    }),
  ]);
  const custom = await cloud.iam.getContextKeysForCustomPolicy({ PolicyInputList: [text] });
  assert.deepEqual(custom.ContextKeyNames, ['aws:SecureTransport', 'aws:username']);
  await cloud.iam.createUser({ UserName: 'ann' });
  await cloud.iam.putUserPolicy({ UserName: 'ann', PolicyName: 'p', PolicyDocument: text });
  const own = await cloud.iam.getContextKeysForPrincipalPolicy({
    PolicySourceArn: 'arn:aws:iam::123456789012:user/ann',
  });
  assert.deepEqual(own.ContextKeyNames, custom.ContextKeyNames);
});
