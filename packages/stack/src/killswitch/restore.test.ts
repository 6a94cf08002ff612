import assert from 'node:assert/strict';
import test from 'node:test';
import { policyText, signInAs } from '@tocsin/testkit';
import { respond } from './contain.ts';
import { restore } from './restore.ts';
import { bucket, lastRead, startWorld } from './world.testkit.ts';

const SecretId = 'prod/payments/stripe';
const readSecrets = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
const principalArn = 'arn:aws:iam::123456789012:user/alice';
const reason = 'the laptop is clean';

async function contained() {
  const started = await startWorld({ verifySeconds: 0 });
  const { cloud, config, world } = started;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const answer = await respond(lastRead(cloud), config, world);
  assert.ok('incident' in answer);
  return { ...started, alice, incident: answer.incident };
}

test('refuses: a restore of what is not contained', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  await assert.rejects(restore({ principalArn, reason }, config, world), {
    message: `There is no containment of ${principalArn}.`,
  });
});

test('refuses: a restore over changes, unless it is forced', async () => {
  const { cloud, config, world } = await contained();
  await using _ = cloud;
  const PolicyDocument = policyText([{ ...readSecrets, Action: '*' }]);
  await cloud.iam.putUserPolicy({ UserName: 'alice', PolicyName: 'backdoor', PolicyDocument });
  await cloud.iam.createAccessKey({ UserName: 'alice' });
  await assert.rejects(restore({ principalArn, reason }, config, world), (error) => {
    const { drift } = error as { drift: string[] };
    assert.equal(drift.length, 2, drift.join());
    assert.match(drift[0]!, /^access keys: AKIA\w+ was added or changed$/);
    assert.equal(drift[1], 'inline policies: backdoor was added or changed');
    return true;
  });
  const { restored } = await restore({ principalArn, reason, force: true }, config, world);
  assert.equal(restored.drift.length, 2);
});

test('refuses: a snapshot that was altered', async () => {
  const { cloud, config, world, incident } = await contained();
  await using _ = cloud;
  await cloud.s3.putObject({ Bucket: bucket, Key: incident.snapshot!.key, Body: '{}' });
  await assert.rejects(restore({ principalArn, reason, force: true }, config, world), {
    message: /was altered: its SHA-256 differs/,
  });
});

test('does: takes away what was added; keys and sessions stay off unless asked', async () => {
  for (const reactivateKeys of [false, true]) {
    const { cloud, config, world, alice } = await contained();
    await using _ = cloud;
    const { restored, incidents } = await restore(
      { principalArn, reason, reactivateKeys },
      config,
      world,
    );
    const revoked = reactivateKeys ? [] : ['tocsin-revoked-sessions'];
    const { PolicyNames } = await cloud.iam.listUserPolicies({ UserName: 'alice' });
    assert.deepEqual(PolicyNames, ['own', ...revoked]);
    assert.deepEqual((await cloud.iam.listUserTags({ UserName: 'alice' })).Tags, []);
    const { ResourcePolicy } = await cloud.secretsmanager.getResourcePolicy({ SecretId });
    assert.equal(ResourcePolicy, undefined);
    assert.equal(incidents[0]!.state, 'restored');
    assert.equal(restored.reason, reason);
    assert.match(restored.by, /^arn:aws:iam::123456789012:/);
    const read = alice.secretsmanager.getSecretValue({ SecretId });
    if (reactivateKeys) assert.equal((await read).SecretString, 'bait');
    else await assert.rejects(read);
  }
});
