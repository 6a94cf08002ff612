import assert from 'node:assert/strict';
import { policyText } from '@tocsin/testkit';
import { type Attack, contained, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

const UserName = 'backup-operator';
const administrator = policyText([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

/** The event of the making comes within seconds, as that of the read did. */
export const attack: Attack = {
  title:
    'a user reads the honeytoken, and makes another user while IAM does not know of its denial',
  may: [
    'secretsmanager:GetSecretValue',
    'iam:CreateUser',
    'iam:PutUserPolicy',
    'iam:CreateAccessKey',
  ],
  calls: [
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
    (_, { cloud }) => cloud.advance('6.5s'),
    async ({ iam }, { keep }) => {
      await iam.createUser({ UserName });
      await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: administrator });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      keep({ Credentials: AccessKey });
    },
  ],
  rings: everythingRings,
  finds: [
    'access-key-created-for-another',
    'admin-policy-attached',
    'honeytoken-touched',
    'secret-read',
    'user-created',
  ],
  contains: { ...contained, grade: 'racy' },
  afterwards: async ({ cloud, kept, incidents }) => {
    await cloud.advance('10s');
    const { AccessKeyMetadata } = await cloud.iam.listAccessKeys({ UserName });
    assert.equal(AccessKeyMetadata![0]!.Status, 'Inactive');
    const { PolicyNames } = await cloud.iam.listUserPolicies({ UserName });
    assert.deepEqual(PolicyNames, ['own', 'tocsin-containment']);
    await assert.rejects(kept().iam.listUsers({}), /AccessDenied|InvalidClientTokenId/);
    const joined = (await incidents()).filter(({ state }) => state === 'joined');
    assert.deepEqual(joined.map(({ trigger }) => trigger.eventName).sort(), [
      'CreateAccessKey',
      'CreateUser',
    ]);
  },
};
