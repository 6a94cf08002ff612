import assert from 'node:assert/strict';
import test from 'node:test';
import { signInAs } from '@tocsin/testkit';
import { respond } from './contain.ts';
import { protectivePolicy } from './scp.ts';
import { lastRead, startWorld, worldOf } from './world.testkit.ts';

const SecretId = 'prod/payments/stripe';
const account = '123456789012';

test('does: with the protective policy nobody but a responder lets the contained in', async () => {
  const { cloud, config } = await startWorld({ harden: [] });
  await using _ = cloud;
  const { organizations } = cloud;
  await organizations.createOrganization({ FeatureSet: 'ALL' });
  const Type = 'SERVICE_CONTROL_POLICY';
  const administrator = (await cloud.sts.getCallerIdentity({})).Arn!;
  const { Policy } = await organizations.createPolicy({
    Name: 'tocsin',
    Description: '',
    Type,
    Content: JSON.stringify(protectivePolicy([administrator])),
  });
  const PolicyId = Policy!.PolicySummary!.Id!;
  await organizations.attachPolicy({ PolicyId, TargetId: account });
  const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const mallory = await signInAs(cloud, 'mallory', everything);
  const accomplice = await signInAs(cloud, 'accomplice', everything);
  await mallory.secretsmanager.getSecretValue({ SecretId });
  const answer = await respond(lastRead(cloud), config, worldOf(cloud));
  assert.ok('incident' in answer);
  const own = { UserName: 'mallory' };
  const breakGlass = [{ Key: 'tocsin:break-glass', Value: '' }];
  const attempts = [
    () => accomplice.iam.untagUser({ ...own, TagKeys: ['tocsin:contained'] }),
    () => accomplice.iam.deleteUserPolicy({ ...own, PolicyName: 'tocsin-containment' }),
    () => accomplice.iam.createAccessKey(own),
    () => accomplice.iam.createUser({ UserName: 'spared', Path: '/break-glass/' }),
    () => accomplice.iam.updateUser({ UserName: 'accomplice', NewPath: '/break-glass/' }),
    () => accomplice.iam.tagUser({ UserName: 'accomplice', Tags: breakGlass }),
  ];
  for (const attempt of attempts) {
    await assert.rejects(attempt(), { message: /explicit deny in a service control policy/ });
  }
  await cloud.iam.deleteUserPolicy({ ...own, PolicyName: 'tocsin-containment' });
});
