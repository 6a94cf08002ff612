import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, startTestCloud } from '@tocsin/testkit';
import { createRunbook, finished, outcomes } from './automation.testkit.ts';

/** What contains a user: deny, list its keys, make them inactive, look whether they are. */
const containUser = `
description: Contain an IAM user.
schemaVersion: '0.3'
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  AutomationAssumeRole: { type: AWS::IAM::Role::Arn, default: '' }
  UserName: { type: String, allowedPattern: '[\\w+=,.@-]{1,64}' }
  Bucket: { type: String }
outputs: [who.Arn, keys.AccessKeyIds, firstKey.Status]
mainSteps:
  - name: who
    action: aws:executeAwsApi
    inputs: { Service: sts, Api: GetCallerIdentity }
    outputs:
      - { Name: Arn, Selector: $.Arn, Type: String }
  - name: deny
    action: aws:executeAwsApi
    inputs:
      Service: iam
      Api: put_user_policy
      UserName: '{{ UserName }}'
      PolicyName: Contained
      PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
  - name: keys
    action: aws:executeAwsApi
    inputs: { Service: iam, Api: ListAccessKeys, UserName: '{{ UserName }}' }
    outputs:
      - { Name: AccessKeyIds, Selector: '$.AccessKeyMetadata..AccessKeyId', Type: StringList }
      - { Name: First, Selector: '$.AccessKeyMetadata[0].AccessKeyId', Type: String }
      - { Name: All, Selector: $.AccessKeyMetadata, Type: String }
  - name: snapshot
    action: aws:executeAwsApi
    inputs:
      Service: s3
      Api: PutObject
      Bucket: '{{ Bucket }}'
      Key: 'snapshots/{{ UserName }}/{{ automation:EXECUTION_ID }}.json'
      Body: '{{ keys.All }}'
  - name: disable
    action: aws:executeAwsApi
    inputs:
      Service: iam
      Api: UpdateAccessKey
      UserName: '{{ UserName }}'
      AccessKeyId: '{{ keys.First }}'
      Status: Inactive
  - name: firstKey
    action: aws:executeAwsApi
    inputs: { Service: iam, Api: ListAccessKeys, UserName: '{{ UserName }}' }
    outputs:
      - { Name: Status, Selector: '$.AccessKeyMetadata[0].Status', Type: String }
  - name: verify
    action: aws:assertAwsResourceProperty
    isEnd: true
    inputs:
      Service: iam
      Api: ListAccessKeys
      UserName: '{{ UserName }}'
      PropertySelector: '$.AccessKeyMetadata[0].Status'
      DesiredValues: [Inactive]
`;

test('does: contains a user as the role that it assumes', async () => {
  await using cloud = await startTestCloud();
  const { iam, s3, ssm } = cloud;
  await s3.createBucket({ Bucket: 'evidence' });
  await iam.createUser({ UserName: 'mallory' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'mallory' });
  const { Role } = await iam.createRole({
    RoleName: 'containment',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });
  await iam.putRolePolicy({
    RoleName: 'containment',
    PolicyName: 'own',
    PolicyDocument: policyText([
      { Effect: 'Allow', Action: ['iam:*', 's3:PutObject'], Resource: '*' },
    ]),
  });
  await createRunbook(ssm, 'ContainUser', containUser);
  const execution = await finished(cloud, {
    DocumentName: 'ContainUser',
    Parameters: {
      AutomationAssumeRole: [Role!.Arn!],
      UserName: ['mallory'],
      Bucket: ['evidence'],
    },
  });
  const id = execution.AutomationExecutionId!;
  assert.equal(execution.FailureMessage, undefined);
  assert.equal(execution.AutomationExecutionStatus, 'Success');
  assert.deepEqual(outcomes(execution), [
    'who Success',
    'deny Success',
    'keys Success',
    'snapshot Success',
    'disable Success',
    'firstKey Success',
    'verify Success',
  ]);
  assert.deepEqual(execution.Outputs, {
    'who.Arn': [`arn:aws:sts::123456789012:assumed-role/containment/Automation-${id}`],
    'keys.AccessKeyIds': [AccessKey!.AccessKeyId],
    'firstKey.Status': ['Inactive'],
  });
  assert.equal(execution.StepExecutions?.[4]?.Inputs?.Status, '"Inactive"');
  const { PolicyNames } = await iam.listUserPolicies({ UserName: 'mallory' });
  assert.deepEqual(PolicyNames, ['Contained']);
  const { Body } = await s3.getObject({ Bucket: 'evidence', Key: `snapshots/mallory/${id}.json` });
  const [kept] = JSON.parse(await Body!.transformToString());
  assert.equal(kept.AccessKeyId, AccessKey!.AccessKeyId);
  const record = cloud.records().find(({ eventName }) => eventName === 'UpdateAccessKey')!;
  assert.equal(record.sourceIPAddress, 'ssm.amazonaws.com');
  assert.equal(record.requestParameters?.status, 'Inactive');
});
