import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});
const nothing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

const things = [
  { Title: 'User', on: { UserName: 'tocsin-admin' } },
  { Title: 'Role', on: { RoleName: 'x' } },
  { Title: 'Policy', on: { PolicyArn: 'arn:aws:iam::123456789012:policy/x' } },
];

test('refuses and does: tags on users, roles and policies', async () => {
  await using cloud = await startTestCloud();
  await cloud.iam.createRole({ RoleName: 'x', AssumeRolePolicyDocument: trust });
  await cloud.iam.createPolicy({ PolicyName: 'x', PolicyDocument: nothing });
  type Call = (input: object) => Promise<{ Tags?: unknown }>;
  const call = (operation: string) =>
    (cloud.iam as unknown as Record<string, Call>)[operation]!.bind(cloud.iam);
  for (const { Title, on } of things) {
    const tag = (...Tags: { Key: string; Value: string }[]) => call(`tag${Title}`)({ ...on, Tags });
    await tag({ Key: 'a', Value: '1' }, { Key: 'b', Value: '' });
    await tag({ Key: 'A', Value: '2' });
    assert.deepEqual((await call(`list${Title}Tags`)(on)).Tags, [
      { Key: 'A', Value: '2' },
      { Key: 'b', Value: '' },
    ]);
    await call(`untag${Title}`)({ ...on, TagKeys: ['B', 'none'] });
    assert.deepEqual((await call(`list${Title}Tags`)(on)).Tags, [{ Key: 'A', Value: '2' }]);
    await assert.rejects(tag({ Key: 'c', Value: '' }, { Key: 'C', Value: '' }), {
      name: 'InvalidInputException',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
    const many = Array.from({ length: 50 }, (_, number) => ({ Key: `k${number}`, Value: '' }));
    await assert.rejects(tag(...many), { name: 'LimitExceededException' });
  }
});

test('does: counts the account and gives it an alias', async () => {
  await using cloud = await startTestCloud();
  const { SummaryMap } = await cloud.iam.getAccountSummary({});
  assert.equal(SummaryMap!.Users, 1);
  assert.equal(SummaryMap!.AccessKeysPerUserQuota, 2);
  await cloud.iam.createAccountAlias({ AccountAlias: 'acme' });
  assert.deepEqual((await cloud.iam.listAccountAliases({})).AccountAliases, ['acme']);
  await assert.rejects(cloud.iam.deleteAccountAlias({ AccountAlias: 'other' }), {
    name: 'NoSuchEntityException',
  });
  await cloud.iam.deleteAccountAlias({ AccountAlias: 'acme' });
  assert.deepEqual((await cloud.iam.listAccountAliases({})).AccountAliases, []);
});
