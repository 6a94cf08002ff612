import assert from 'node:assert/strict';
import test from 'node:test';
import { policyText, signInAs } from '@tocsin/testkit';
import { respond } from './contain.ts';
import { joinedId } from './incidentId.ts';
import { incidentStore } from './incidentStore.ts';
import { tellIncident } from './messages.ts';
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

test('does: goes on where a part cannot be undone, and undoes that part the next time', async () => {
  const { cloud, config, world, secretArn } = await contained();
  await using _ = cloud;
  const locked = { SecretId: secretArn, isLocked: true };
  const { secretsIn } = world.clients;
  const refusing = (region?: string) =>
    new Proxy(secretsIn(region), {
      get: (secrets, name) =>
        locked.isLocked && name === 'putResourcePolicy'
          ? () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
          : Reflect.get(secrets, name),
    });
  const own = {
    Effect: 'Deny',
    Principal: { AWS: '999999999999' },
    Action: 'secretsmanager:*',
    Resource: '*',
  };
  const { ResourcePolicy } = await cloud.secretsmanager.getResourcePolicy({ SecretId });
  const { Statement } = JSON.parse(ResourcePolicy!);
  await cloud.secretsmanager.putResourcePolicy({
    SecretId,
    ResourcePolicy: policyText([own, ...Statement]),
  });
  const limited = { ...world, clients: { ...world.clients, secretsIn: refusing } };
  const request = { principalArn, reason, force: true };
  const first = await restore(request, config, limited);
  assert.deepEqual(first.restored.failed, ['deny on the secret: AccessDeniedException: no']);
  assert.deepEqual(first.restored.removed, [
    'tag tocsin:contained',
    'inline policy tocsin-containment',
  ]);
  assert.equal(first.incidents[0]!.state, 'partly-restored');
  const { subject, text } = tellIncident(first.incidents[0]!);
  assert.equal(subject, 'tocsin: user alice was restored, but NOT wholly');
  assert.match(text, /NOT undone: deny on the secret: AccessDenied/);
  locked.isLocked = false;
  const second = await restore(request, config, limited);
  assert.deepEqual(second.restored.failed, []);
  const onSecret = `${principalArn} in statement TocsinContainment of ${secretArn}`;
  assert.equal(second.restored.removed.at(-1), onSecret);
  assert.equal(second.incidents[0]!.state, 'restored');
});

test('does: finds the snapshot behind any number of further reads', async () => {
  const { cloud, config, world, incident } = await contained();
  await using _ = cloud;
  const store = incidentStore(cloud.s3, bucket);
  for (let read = 0; read < 3; read += 1) {
    const id = joinedId(incident.id, 'the same');
    await store.count({ ...incident, id, state: 'joined', joins: incident.id });
  }
  const [joined, ...others] = await store.listJoined(principalArn);
  assert.deepEqual(others, []);
  assert.equal((await store.read(joined!.id))!.reads, 3);
  assert.deepEqual(
    (await store.list()).map(({ id }) => id),
    [incident.id],
  );
  const { incidents } = await restore({ principalArn, reason }, config, world);
  assert.deepEqual(
    incidents.map(({ state }) => state),
    ['restored', 'restored'],
  );
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
