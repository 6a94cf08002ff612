import assert from 'node:assert/strict';
import test from 'node:test';
import { signInAs, type TestCloud } from '@tocsin/testkit';
import { respond } from './contain.ts';
import { containMade } from './containMade.ts';
import { tellIncident } from './messages.ts';
import { restore } from './restore.ts';
import type { CloudTrailEvent } from './trigger.ts';
import { lastRead, startWorld } from './world.testkit.ts';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const SecretId = 'prod/payments/stripe';
const arnOf = (name: string) => `arn:aws:iam::123456789012:user/${name}`;
const reason = 'a drill';

/** Mallory has read, and has made a user; the kill-switch knows of the read. */
async function setUp() {
  const started = await startWorld({ verifySeconds: 0 });
  const { cloud, config, world } = started;
  await cloud.iam.createUser({ UserName: 'bob' });
  const mallory = await signInAs(cloud, 'mallory', [everything]);
  await mallory.secretsmanager.getSecretValue({ SecretId });
  const read = lastRead(cloud);
  await mallory.iam.createUser({ UserName: 'sleeper' });
  const { AccessKey } = await mallory.iam.createAccessKey({ UserName: 'bob' });
  const history = { lookupEvents: async () => ({ Events: [] }) } as never;
  const clients = { ...world.clients, cloudtrail: history, globalCloudtrail: history };
  const contain = () => respond(read, config, { ...world, clients });
  const hear = (eventName: string) => containMade(eventOf(cloud, eventName), 'two', config, world);
  return { ...started, contain, hear, keyId: AccessKey!.AccessKeyId! };
}

function eventOf(cloud: TestCloud, eventName: string): CloudTrailEvent {
  const detail = cloud.records().findLast((record) => record.eventName === eventName)!;
  return { account: '123456789012', region: 'us-east-1', detail };
}

test('refuses: what nobody contained made, and what made nobody', async () => {
  const { cloud, hear } = await setUp();
  await using _ = cloud;
  assert.deepEqual(await hear('CreateUser'), { ignored: 'Its maker is not contained.' });
  assert.deepEqual(await hear('GetSecretValue'), { ignored: 'GetSecretValue made nobody.' });
});

test('does: contains what a contained user made, once, and each can be let in again', async () => {
  const { cloud, config, world, contain, hear, keyId } = await setUp();
  await using _ = cloud;
  await contain();
  const answer = await hear('CreateUser');
  assert.ok('incident' in answer);
  const { incident } = answer;
  assert.equal(incident.state, 'joined');
  const { Tags } = await cloud.iam.listUserTags({ UserName: 'sleeper' });
  assert.deepEqual(Tags, [{ Key: 'tocsin:contained', Value: incident.joins }]);
  assert.deepEqual(await hear('CreateUser'), { ignored: `Incident ${incident.id} is known.` });
  await hear('CreateAccessKey');

  const request = { principalArn: arnOf('mallory'), reason };
  const { incidents, restored } = await restore({ ...request, force: true }, config, world);
  const ofKey = `aws iam update-access-key --user-name bob --access-key-id ${keyId}`;
  const byName = restored.stillDenied.toSorted((one, other) => (one.what < other.what ? -1 : 1));
  assert.deepEqual(byName, [
    { what: keyId, letIn: `${ofKey} --status Active` },
    {
      what: arnOf('sleeper'),
      letIn: `tocsin restore ${arnOf('sleeper')} --reason "..." --force`,
    },
  ]);
  assert.ok(tellIncident(incidents[0]!).text.includes(ofKey));

  const child = { principalArn: arnOf('sleeper'), reason };
  await assert.rejects(restore(child, config, world), /not as it was/);
  const second = await restore({ ...child, force: true }, config, world);
  assert.deepEqual(second.restored.removed, [
    'tag tocsin:contained',
    'inline policy tocsin-containment',
  ]);
  await assert.rejects(restore(child, config, world), /There is no containment/);
});
