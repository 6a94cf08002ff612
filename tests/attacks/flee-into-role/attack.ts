import assert from 'node:assert/strict';
import { policyText } from '@tocsin/testkit';
import { type Attack, contained, everythingRings } from '../attack.ts';
import { accountId, honeytoken } from '../watchedAccount.ts';

const RoleName = 'deployer';
const session = { RoleArn: `arn:aws:iam::${accountId}:role/${RoleName}` };

/** A role that others work with too: its one session is denied, not the role. */
export const attack: Attack = {
  title: 'a user reads the honeytoken and goes on as a role',
  may: ['secretsmanager:GetSecretValue', 'sts:AssumeRole'],
  before: async ({ cloud }) => {
    const AssumeRolePolicyDocument = policyText([
      { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' },
    ]);
    await cloud.iam.createRole({ RoleName, AssumeRolePolicyDocument });
    const PolicyDocument = policyText([
      { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' },
    ]);
    await cloud.iam.putRolePolicy({ RoleName, PolicyName: 'own', PolicyDocument });
    await cloud.advance('15s');
  },
  calls: [
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
    async ({ sts }, { keep }) => {
      const fled = keep(await sts.assumeRole({ ...session, RoleSessionName: 'thief' }));
      await fled.iam.listUsers({});
    },
  ],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read'],
  contains: { ...contained, grade: 'racy' },
  afterwards: async ({ cloud, keep, kept }) => {
    await assert.rejects(kept().iam.listUsers({}), {
      message: /explicit deny in an identity-based/,
    });
    const colleague = await cloud.sts.assumeRole({ ...session, RoleSessionName: 'colleague' });
    await keep(colleague).iam.listUsers({});
  },
};
