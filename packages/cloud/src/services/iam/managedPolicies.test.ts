import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  authorize,
  POLICY_LIMITS,
  parsePolicy,
  policyLength,
  type User,
} from '@tocsin/engine/policy';
import { AWS_MANAGED_POLICIES } from './managedPolicies.ts';

const ann: User = {
  kind: 'user',
  arn: 'arn:aws:iam::111111111111:user/ann',
  accountId: '111111111111',
  userId: 'AIDAANN',
  userName: 'ann',
};
const byName = new Map(
  AWS_MANAGED_POLICIES.map(({ name, document }) => [
    name,
    parsePolicy(JSON.stringify(document), 'identity'),
  ]),
);

describe('managed policies of AWS', () => {
  for (const policy of AWS_MANAGED_POLICIES) {
    it(`${policy.name} has an identity of its own and fits its quota`, () => {
      assert.match(policy.policyId, /^ANPA[A-Z2-7]{17}$/);
      assert.match(policy.path, /^\/(service-role\/|job-function\/)?$/);
      assert.match(policy.defaultVersionId, /^v\d+$/);
      assert.ok(Date.parse(policy.createDate) <= Date.parse(policy.updateDate));
      const length = policyLength(JSON.stringify(policy.document));
      assert.ok(length <= POLICY_LIMITS.managed, `${length} characters`);
    });
  }

  it('are named and identified once', () => {
    const names = new Set(AWS_MANAGED_POLICIES.map(({ name }) => name));
    const ids = new Set(AWS_MANAGED_POLICIES.map(({ policyId }) => policyId));
    assert.equal(names.size, AWS_MANAGED_POLICIES.length);
    assert.equal(ids.size, AWS_MANAGED_POLICIES.length);
  });

  const secret = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf';
  const rows: readonly [string, string, string, boolean][] = [
    ['AdministratorAccess', 'iam:CreateUser', '*', true],
    ['PowerUserAccess', 'secretsmanager:GetSecretValue', secret, true],
    ['PowerUserAccess', 'iam:CreateUser', '*', false],
    ['ReadOnlyAccess', 'secretsmanager:DescribeSecret', secret, true],
    ['ReadOnlyAccess', 'secretsmanager:GetSecretValue', secret, false],
    ['ViewOnlyAccess', 's3:ListBucket', 'arn:aws:s3:::b', true],
    ['ViewOnlyAccess', 's3:GetObject', 'arn:aws:s3:::b/k', false],
    ['SecurityAudit', 'cloudtrail:GetTrailStatus', '*', true],
    ['SecurityAudit', 'secretsmanager:GetSecretValue', secret, false],
    ['SecretsManagerReadWrite', 'secretsmanager:GetSecretValue', secret, true],
    ['SecretsManagerReadWrite', 's3:GetObject', 'arn:aws:s3:::b/k', false],
    ['IAMUserChangePassword', 'iam:ChangePassword', ann.arn, true],
    ['IAMUserChangePassword', 'iam:ChangePassword', ann.arn.replace('ann', 'bob'), false],
    ['AWSDenyAll', 'sts:AssumeRole', '*', false],
  ];
  for (const [name, action, resource, allowed] of rows) {
    it(`${name} ${allowed ? 'allows' : 'does not allow'} ${action} on ${resource}`, () => {
      const identity = [byName.get(name)!];
      const request = { action, resource, principal: ann, context: () => undefined };
      assert.equal(authorize(request, { identity }).allowed, allowed);
    });
  }

  const denied: readonly [string, number][] = [
    ['AWSCompromisedKeyQuarantineV2', 56],
    ['AWSCompromisedKeyQuarantineV3', 89],
  ];
  for (const [name, count] of denied) {
    it(`${name} denies ${count} actions, whatever else is allowed`, () => {
      const row = AWS_MANAGED_POLICIES.find((policy) => policy.name === name)!;
      const { Statement } = row.document as { Statement: readonly { Action: string[] }[] };
      assert.equal(new Set(Statement[0]?.Action).size, count);
      const identity = [byName.get('AdministratorAccess')!, byName.get(name)!];
      const request = {
        action: 'iam:CreateAccessKey',
        resource: ann.arn,
        principal: ann,
        context: () => undefined,
      };
      assert.equal(authorize(request, { identity }).reason, 'explicit-deny');
    });
  }
});
