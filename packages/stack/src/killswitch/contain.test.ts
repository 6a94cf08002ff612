import assert from 'node:assert/strict';
import test from 'node:test';
import { policyText, signInAs, type TestCloud } from '@tocsin/testkit';
import { respond } from './contain.ts';
import type { Incident } from './incident.ts';
import { incidentStore } from './incidentStore.ts';
import { tellIncident } from './messages.ts';
import { bucket, lastRead, requestOf, startWorld, worldOf } from './world.testkit.ts';

const readSecrets = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const SecretId = 'prod/payments/stripe';

test('refuses: the user who read a honeytoken is denied on the next call, and verified', async () => {
  const { cloud, config, world, secretArn } = await startWorld();
  await using _ = cloud;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const incident = await incidentOf(respond(lastRead(cloud), config, world));

  await assert.rejects(alice.secretsmanager.getSecretValue({ SecretId }), denied);
  assert.equal(incident.grade, 'contained', JSON.stringify(incident, null, 2));
  assert.deepEqual(incident.secrets, [secretArn]);
  assert.deepEqual(
    incident.steps.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name),
    [],
  );
  const { AccessKeyMetadata } = await cloud.iam.listAccessKeys({ UserName: 'alice' });
  assert.deepEqual(
    AccessKeyMetadata!.map(({ Status }) => Status),
    ['Inactive'],
  );
  const stored = await incidentStore(cloud.s3, bucket).read(incident.id);
  assert.equal(stored!.grade, 'contained');
  const { subject, text } = tellIncident(incident);
  assert.equal(subject, 'tocsin: user alice: contained');
  for (const part of [
    'Honeytoken:',
    'From:',
    'SHA-256:',
    `tocsin restore ${incident.principal.arn}`,
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.doesNotMatch(text + JSON.stringify(stored), /bait/);
});

test('refuses: the denial on the secret alone stops the next call', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  await respond(lastRead(cloud), config, world);
  await cloud.iam.deleteUserPolicy({ UserName: 'alice', PolicyName: 'tocsin-containment' });
  await cloud.iam.untagUser({ UserName: 'alice', TagKeys: ['tocsin:contained'] });
  const { AccessKeyMetadata } = await cloud.iam.listAccessKeys({ UserName: 'alice' });
  await cloud.iam.updateAccessKey({
    UserName: 'alice',
    AccessKeyId: AccessKeyMetadata![0]!.AccessKeyId!,
    Status: 'Active',
  });
  await assert.rejects(alice.secretsmanager.getSecretValue({ SecretId }), {
    message: /explicit deny in a resource-based policy/,
  });
});

test('does: a role is denied, its sessions are revoked; only one session where asked', async () => {
  for (const scope of ['principal', 'session'] as const) {
    const { cloud, config, world } = await startWorld({ scope });
    await using _ = cloud;
    const thief = await sessionOf(cloud, 'thief');
    const colleague = await sessionOf(cloud, 'colleague');
    await thief.secretsmanager.getSecretValue({ SecretId });
    const incident = await incidentOf(respond(lastRead(cloud), config, world));
    assert.equal(incident.grade, 'contained');
    await assert.rejects(thief.secretsmanager.getSecretValue({ SecretId }), denied);
    const read = colleague.secretsmanager.getSecretValue({ SecretId });
    const saysSo = tellIncident(incident).text.includes('Only this session is denied');
    assert.equal(saysSo, scope === 'session');
    if (scope === 'principal') await assert.rejects(read, denied);
    else assert.equal((await read).SecretString, 'bait');
  }
});

test('does: sets again what is taken away meanwhile, and grades it as racy', async () => {
  const { cloud, config } = await startWorld();
  await using _ = cloud;
  const mallory = await signInAs(cloud, 'mallory', [everything]);
  await mallory.secretsmanager.getSecretValue({ SecretId });
  let attacks = 0;
  const world = worldOf(cloud, async () => {
    attacks += 1;
    if (attacks > 1) return;
    await cloud.iam.deleteUserPolicy({ UserName: 'mallory', PolicyName: 'tocsin-containment' });
  });
  const incident = await incidentOf(respond(lastRead(cloud), config, world));
  assert.equal(incident.grade, 'racy');
  assert.deepEqual(incident.verification!.reapplied, ['deny the user']);
  await assert.rejects(mallory.iam.listUsers({}), denied);
});

test('does: finds and contains what the principal made since the read', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  await cloud.iam.createUser({ UserName: 'bob' });
  const trust = policyText([
    { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' },
  ]);
  await cloud.iam.createRole({ RoleName: 'shared', AssumeRolePolicyDocument: trust });
  const mallory = await signInAs(cloud, 'mallory', [everything]);
  await mallory.secretsmanager.getSecretValue({ SecretId });
  const request = lastRead(cloud);
  await mallory.iam.putUserPolicy({
    UserName: 'mallory',
    PolicyName: 'more',
    PolicyDocument: policyText([everything]),
  });
  await mallory.iam.createUser({ UserName: 'sleeper' });
  await mallory.iam.createAccessKey({ UserName: 'sleeper' });
  const { AccessKey } = await mallory.iam.createAccessKey({ UserName: 'bob' });
  await mallory.sts.assumeRole({
    RoleArn: 'arn:aws:iam::123456789012:role/shared',
    RoleSessionName: 'hideout',
  });
  await mallory.iam.updateAssumeRolePolicy({ RoleName: 'shared', PolicyDocument: trust });
  await cloud.advance('1s');
  const incident = await incidentOf(respond(request, config, world));
  const children = incident.verification!.children.map(({ kind, what, contained }) => [
    kind,
    what.split('/').at(-1),
    contained,
  ]);
  assert.deepEqual(
    new Set(children.map((child) => child.join(' '))),
    new Set([
      'user sleeper true',
      `key ${(await cloud.iam.listAccessKeys({ UserName: 'sleeper' })).AccessKeyMetadata![0]!.AccessKeyId} true`,
      `key ${AccessKey!.AccessKeyId} true`,
      'session hideout true',
      'change shared false',
    ]),
  );
  assert.equal(incident.grade, 'not contained');
});

test('does: one containment for two events of one call, and for the next reads', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  await cloud.secretsmanager.createSecret({ Name: 'second', SecretString: 'x' });
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const record = cloud.records().at(-1)!;
  await alice.secretsmanager.getSecretValue({ SecretId: 'second' });
  const next = requestOf(cloud.records().at(-1)!, 'three');
  const answers = await Promise.all([
    respond(requestOf(record, 'one'), config, world),
    respond(requestOf(record, 'two'), config, world),
  ]);
  assert.equal(answers.filter((answer) => 'ignored' in answer).length, 1);
  const again = await respond(requestOf(record, 'four'), config, world);
  assert.ok('ignored' in again);
  const auto = { ...config, mode: 'auto' as const };
  const further = await incidentOf(respond(next, auto, world));
  assert.equal(further.state, 'joined');
  assert.deepEqual(
    further.steps.map(({ name }) => name),
    ['deny on the secret', 'deny the user'],
  );
  const store = incidentStore(cloud.s3, bucket);
  assert.equal((await store.list(further.principal.arn)).length, 1);
  assert.equal((await store.listJoined(further.principal.arn)).length, 1);
});

test('does: tells the topic twice, and the bus once', async () => {
  const { cloud, config, world } = await startWorld({ verifySeconds: 0 });
  await using _ = cloud;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName: 'told' });
  const queueArn = 'arn:aws:sqs:us-east-1:123456789012:told';
  const Policy = policyText([
    {
      Effect: 'Allow',
      Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
    },
  ]);
  await cloud.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
  const subscription = { TopicArn: config.topicArn!, Protocol: 'sqs', Endpoint: queueArn };
  await cloud.sns.subscribe(subscription);
  const EventPattern = JSON.stringify({ source: ['tocsin.killswitch'] });
  await cloud.eventbridge.putRule({ Name: 'outcomes', EventPattern });
  const Targets = [{ Id: 'queue', Arn: queueArn }];
  await cloud.eventbridge.putTargets({ Rule: 'outcomes', Targets });
  await respond(lastRead(cloud), config, world);
  await cloud.settled();
  const { Messages = [] } = await cloud.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
  const told = Messages.map(({ Body }) => JSON.parse(Body!));
  assert.deepEqual(told.map((each) => each.Subject ?? each['detail-type']).sort(), [
    'Containment Completed',
    'tocsin: user alice is denied',
    'tocsin: user alice: contained',
  ]);
});

test('does: asks before it contains the reader of an ordinary secret', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  await cloud.sns.subscribe({
    TopicArn: config.topicArn!,
    Protocol: 'email',
    Endpoint: 'ops@example.com',
  });
  await cloud.secretsmanager.createSecret({ Name: 'ordinary', SecretString: 'x' });
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId: 'ordinary' });
  const elsewhere = { ...config, watch: ['prod/*'] };
  assert.ok('ignored' in (await respond(lastRead(cloud), elsewhere, world)));
  const waiting = await incidentOf(respond(lastRead(cloud), config, world));
  assert.equal(waiting.state, 'waiting');
  await alice.secretsmanager.getSecretValue({ SecretId: 'ordinary' });
  const { principal, id } = waiting;
  const trigger = { ...waiting.trigger, by: 'person' as const, secrets: [] };
  const incident = await incidentOf(
    respond({ principal, trigger, owner: 'person', incident: id }, config, world),
  );
  assert.equal(incident.id, id);
  assert.equal(incident.grade, 'contained');
  assert.deepEqual(incident.secrets, waiting.secrets);
});

test('refuses: whom IAM cannot edit is denied by the secret alone, and is not contained', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const request = lastRead(cloud);
  const userId = (await cloud.iam.getUser({ UserName: 'alice' })).User!.UserId!;
  const session = { arn: '', name: '', userId };
  const principal = { ...request.principal, kind: 'other', reach: 'secret', session } as const;
  const incident = await incidentOf(respond({ ...request, principal }, config, world));
  assert.equal(incident.grade, 'not contained');
  assert.deepEqual(
    incident.steps.map(({ name }) => name),
    ['deny on the secret', 'open the incident', 'take a snapshot', 'write the report'],
  );
  await assert.rejects(alice.secretsmanager.getSecretValue({ SecretId }), {
    message: /explicit deny in a resource-based policy/,
  });
});

test('does: contains without the evidence bucket too', async () => {
  const { cloud, config, world } = await startWorld({ evidenceBucket: 'not-there' });
  await using _ = cloud;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const incident = await incidentOf(respond(lastRead(cloud), config, world));
  assert.equal(incident.grade, 'contained');
  await assert.rejects(alice.secretsmanager.getSecretValue({ SecretId }), denied);
});

test('does: keeps the other statements of a secret’s policy', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  const own = {
    Sid: 'Own',
    Effect: 'Allow',
    Principal: { AWS: '123456789012' },
    Action: 'secretsmanager:DescribeSecret',
    Resource: '*',
  };
  await cloud.secretsmanager.putResourcePolicy({ SecretId, ResourcePolicy: policyText([own]) });
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  await respond(lastRead(cloud), config, world);
  const { ResourcePolicy } = await cloud.secretsmanager.getResourcePolicy({ SecretId });
  const statements = JSON.parse(ResourcePolicy!).Statement as { Sid: string }[];
  assert.deepEqual(statements[0], own);
  assert.match(statements[1]!.Sid, /^TocsinContainment/);
});

const denied = { name: /AccessDenied|UnrecognizedClient|InvalidClientTokenId/ };

async function incidentOf(answer: ReturnType<typeof respond>): Promise<Incident> {
  const found = await answer;
  assert.ok('incident' in found, JSON.stringify(found));
  return found.incident;
}

async function sessionOf(cloud: TestCloud, RoleSessionName: string) {
  const RoleName = 'reader';
  const made = await cloud.iam.getRole({ RoleName }).catch(async () => {
    const AssumeRolePolicyDocument = policyText([
      { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' },
    ]);
    const role = await cloud.iam.createRole({ RoleName, AssumeRolePolicyDocument });
    const PolicyDocument = policyText([readSecrets]);
    await cloud.iam.putRolePolicy({ RoleName, PolicyName: 'own', PolicyDocument });
    return role;
  });
  const RoleArn = made.Role!.Arn!;
  const { Credentials } = await cloud.sts.assumeRole({ RoleArn, RoleSessionName });
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  return cloud.as({
    credentials: {
      accessKeyId: AccessKeyId!,
      secretAccessKey: SecretAccessKey!,
      sessionToken: SessionToken!,
    },
  });
}

test('does: two incidents of one principal at once do not undo each other', async () => {
  const { cloud, config, world } = await startWorld();
  await using _ = cloud;
  const alice = await signInAs(cloud, 'alice', [readSecrets]);
  await alice.secretsmanager.getSecretValue({ SecretId });
  const one = requestOf(cloud.records().at(-1)!, 'one');
  await alice.secretsmanager.getSecretValue({ SecretId });
  const two = requestOf(cloud.records().at(-1)!, 'two');
  const later = { ...world, time: { ...world.time, now: () => world.time.now() + 5 } };
  const incidents = await Promise.all([
    incidentOf(respond(one, config, world)),
    incidentOf(respond(two, config, later)),
  ]);
  for (const { grade } of incidents) assert.notEqual(grade, 'not contained');
});
