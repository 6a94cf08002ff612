import assert from 'node:assert/strict';
import test from 'node:test';
import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import {
  type CloudTrailEvent,
  type Config,
  containMade,
  defaults,
  principalOf,
  protectivePolicy,
  respond,
} from '@tocsin/stack/killswitch';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { accountId, home, honeytoken, worldOf } from '../watchedAccount.ts';
import { lookEveryMs, undoer } from './undoer.ts';

const evidenceBucket = 'evidence';
const config = { ...defaults, evidenceBucket, verifySeconds: 30 };
const UserName = 'mallory';

/** What it makes for itself once it sees the denial. */
const made = ['CreateAccessKey', 'CreateRole', 'CreateUser'];

test('undo-loop: without a service control policy it is not held, and not said to be', async () => {
  await using cloud = await startAccount();
  const { incident, cameBack, thief } = await attack(cloud);
  // Denied now and then, it comes back with the keys that it made before IAM knew the denial. It is
  // luck whether the last of the denials meets all of them at once.
  assert.deepEqual([...cameBack].sort(), ['backup-operator', 'mallory']);
  assert.equal(incident.grade, 'not contained');
  const { children, missing } = incident.verification!;
  const found = new Set(children.map(({ eventName }) => eventName));
  assert.deepEqual(
    made.filter((eventName) => !found.has(eventName)),
    [],
  );
  for (const step of ['deny the user', 'backup-operator: deny the user']) {
    assert.ok(missing.includes(step), `${step} is not among what is missing: ${missing}`);
  }
  await assert.rejects(
    thief.secretsmanager.getSecretValue({ SecretId: honeytoken }),
    /with an explicit deny in a resource-based policy|UnrecognizedClientException/,
    'the secret itself stays shut',
  );
});

test('undo-loop: with the protective policy attached beforehand it ends in seconds', async () => {
  await using cloud = await startAccount();
  await protect(cloud);
  const { incident, whoIsIn, outAfterSeconds } = await attack(cloud);
  assert.deepEqual(await whoIsIn(), []);
  assert.ok(outAfterSeconds! <= 4.5, `it was in for ${outAfterSeconds} s`);
  assert.equal(incident.grade, 'racy', 'it could have, and it had time to make children');
  const { children, missing, reapplied } = incident.verification!;
  assert.deepEqual([missing, reapplied], [[], []]);
  assert.deepEqual(children.map(({ eventName }) => eventName).sort(), made);
  assert.ok(children.every(({ contained }) => contained));
});

test('undo-loop: what it makes in those seconds is held though the event history lags', async () => {
  await using cloud = await startAccount();
  await protect(cloud);
  const { incident, whoIsIn } = await attack(cloud, historyLagMs);
  assert.deepEqual(incident.verification!.children, []);
  assert.deepEqual(await whoIsIn(), []);
  const { Tags } = await cloud.iam.listUserTags({ UserName: 'backup-operator' });
  assert.deepEqual(Tags, [{ Key: 'tocsin:contained', Value: incident.id }]);
});

test('undo-loop: where only some may make principals, there is nothing to find', async () => {
  await using cloud = await startAccount();
  await protect(cloud, []);
  const { incident, whoIsIn, outAfterSeconds } = await attack(cloud, historyLagMs);
  assert.deepEqual(await whoIsIn(), []);
  assert.ok(outAfterSeconds! <= 4.5, `it was in for ${outAfterSeconds} s`);
  assert.equal(incident.grade, 'racy', 'its own policies would have let it');
  await cloud.advance('10m');
  assert.deepEqual(await whoIsIn(), []);
  await assert.rejects(cloud.iam.getUser({ UserName: 'backup-operator' }), {
    name: /NoSuchEntity/,
  });
});

/** "CloudTrail typically delivers an event within 5 minutes of the call": the user guide. */
const historyLagMs = 300_000;

async function startAccount(): Promise<TestCloud> {
  const cloud = await startTestCloud({ pace: 'aws' });
  await cloud.s3.createBucket({ Bucket: evidenceBucket });
  await cloud.secretsmanager.createSecret({
    Name: honeytoken,
    SecretString: 'bait',
    Tags: [{ Key: 'tocsin:honeytoken', Value: 'true' }],
  });
  return cloud;
}

/** The account is a member of an organization, whose policies hold even its administrators. */
async function protect({ organizations, sts, advance }: TestCloud, makers?: readonly string[]) {
  await organizations.createOrganization({ FeatureSet: 'ALL' });
  const { Arn } = await sts.getCallerIdentity({});
  const { Policy } = await organizations.createPolicy({
    Name: 'tocsin',
    Description: 'Whoever is contained stays contained.',
    Type: 'SERVICE_CONTROL_POLICY',
    Content: JSON.stringify(protectivePolicy([Arn!], makers)),
  });
  const PolicyId = Policy!.PolicySummary!.Id!;
  await organizations.attachPolicy({ PolicyId, TargetId: accountId });
  await advance('15s');
}

/** The read, six seconds later the kill-switch, and the attacker's looks in between its own. */
async function attack(cloud: TestCloud, lagMs = 0) {
  const { iam, advance } = cloud;
  await iam.createUser({ UserName });
  const everything = policyText([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: everything });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  const credentials = {
    accessKeyId: AccessKey!.AccessKeyId!,
    secretAccessKey: AccessKey!.SecretAccessKey!,
  };
  await advance('15s');
  const { look, whoIsIn } = undoer(cloud, UserName, credentials);
  await cloud.as({ credentials }).secretsmanager.getSecretValue({ SecretId: honeytoken });
  const request = requestOf(cloud.records().at(-1)!);
  const hear = ears(cloud, config);
  let respondedMs = Number.POSITIVE_INFINITY;
  let outAfterSeconds: number | undefined;
  const cameBack = new Set<string>();
  const passes = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += lookEveryMs) {
      await advance(`${lookEveryMs / 1000}s`);
      await look();
      await hear();
      const inside = await whoIsIn();
      if (outAfterSeconds !== undefined) for (const owner of inside) cameBack.add(owner);
      else if (inside.length === 0) {
        outAfterSeconds = (cloud.parts.clock.now() - respondedMs) / 1000;
      }
    }
  };
  await passes(6_000);
  respondedMs = cloud.parts.clock.now();
  const { clients, time } = worldOf(cloud);
  const history = lagging(cloud, lagMs);
  const world = {
    clients: { ...clients, cloudtrail: history, globalCloudtrail: history },
    time: { ...time, sleep: passes },
  };
  const answer = await respond(request, config, world);
  assert.ok('incident' in answer, JSON.stringify(answer));
  await passes(15_000);
  const thief = cloud.as({ credentials });
  return { incident: answer.incident, whoIsIn, outAfterSeconds, cameBack, thief };
}

/** EventBridge, as far as it tells of new principals: six seconds after each. */
function ears(cloud: TestCloud, config: Config): () => Promise<void> {
  const heard = new Set<unknown>();
  return async () => {
    const untilMs = cloud.parts.clock.now() - 6_000;
    for (const detail of cloud.records()) {
      const { eventID, eventName, eventTime } = detail;
      if (heard.has(eventID) || Date.parse(eventTime as string) > untilMs) continue;
      heard.add(eventID);
      if (!made.includes(eventName)) continue;
      const event = { account: accountId, region: home, detail } as CloudTrailEvent;
      await containMade(event, 'function', config, worldOf(cloud));
    }
  };
}

/** An event history that does not know yet what happened last. */
function lagging({ cloudtrail, parts }: TestCloud, lagMs: number): TestCloud['cloudtrail'] {
  return Object.assign(Object.create(cloudtrail) as TestCloud['cloudtrail'], {
    async lookupEvents(input: LookupEventsCommandInput) {
      const EndTime = new Date(parts.clock.now() - lagMs);
      if (input.StartTime! > EndTime) return { Events: [] };
      return cloudtrail.lookupEvents({ ...input, EndTime });
    },
  });
}

function requestOf(record: ReturnType<TestCloud['records']>[number]) {
  return {
    principal: principalOf(record.userIdentity as object, accountId),
    owner: 'function',
    trigger: {
      by: 'read',
      at: record.eventTime as string,
      secrets: [honeytoken],
      requestId: record.requestID as string,
    },
  } as const;
}
