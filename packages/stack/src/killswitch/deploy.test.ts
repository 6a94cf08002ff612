import assert from 'node:assert/strict';
import test from 'node:test';
import { policyText, signInAs, type TestCloud } from '@tocsin/testkit';
import { unzipSync } from 'fflate';
import { deployKillSwitch, removeKillSwitch } from './deploy.ts';
import { incidentStore } from './incidentStore.ts';
import { killSwitchZip } from './package.ts';
import { trailNotes } from './trailNotes.ts';
import { startWorld, worldOf } from './world.testkit.ts';

test('does: the zip has nothing but JavaScript that Lambda can load, always the same', () => {
  const zip = killSwitchZip();
  assert.deepEqual(zip, killSwitchZip());
  const files = unzipSync(zip);
  assert.ok('handler.mjs' in files);
  for (const [name, bytes] of Object.entries(files)) {
    for (const [, specifier] of new TextDecoder().decode(bytes).matchAll(/ from '([^']+)'/g)) {
      assert.match(
        specifier!,
        /^(?:\.{1,2}\/[\w/]+\.mjs|node:[\w/]+|@aws-sdk\/client-[\w-]+)$/,
        name,
      );
    }
  }
});

test('does: the function of the account denies who reads the honeytoken', async () => {
  const { cloud, config } = await startWorld();
  await using _ = cloud;
  const deployed = await deployKillSwitch(
    cloud,
    {
      region: 'us-east-1',
      topicArn: config.topicArn!,
      settings: { VERIFY_SECONDS: '0' },
    },
    worldOf(cloud).time,
  );
  assert.match(deployed.notes.at(-1)!, /^No trail is logging management events that only read/);
  await startTrail(cloud);
  assert.deepEqual(await trailNotes(cloud.cloudtrail), []);
  const EventSelectors = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] as const;
  const narrow = { TrailName: 'trail', EventSelectors: [...EventSelectors] };
  await cloud.cloudtrail.putEventSelectors(narrow);
  assert.equal((await trailNotes(cloud.cloudtrail)).length, 1);
  const wide = { ReadWriteType: 'All', IncludeManagementEvents: true } as const;
  await cloud.cloudtrail.putEventSelectors({ ...narrow, EventSelectors: [wide] });
  const alice = await signInAs(cloud, 'alice', [
    { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' },
  ]);
  const SecretId = 'prod/payments/stripe';
  await alice.secretsmanager.getSecretValue({ SecretId });
  await cloud.settled();
  const store = incidentStore(cloud.s3, deployed.evidenceBucket);
  const [listed] = await store.list();
  const incident = await store.read(listed!.id);
  assert.equal(incident!.grade, 'contained', JSON.stringify(incident, null, 1));
  assert.deepEqual(
    incident!.steps.filter(({ outcome }) => outcome === 'failed'),
    [],
  );
  await assert.rejects(alice.secretsmanager.getSecretValue({ SecretId }));
  const { detail } = incident!.steps.find(({ name }) => name === 'take a snapshot')!;
  assert.doesNotMatch(detail, /without/);
  assert.deepEqual(incident!.verification!.blindSpots, []);
  assert.equal(incident!.verification!.undoPowersUnknown, undefined);

  const ask = { action: 'dry-run', principal: incident!.principal.arn };
  const { Payload, FunctionError } = await cloud.lambda.invoke({
    FunctionName: 'tocsin-kill-switch',
    Payload: JSON.stringify(ask),
  });
  const answer = Buffer.from(Payload!).toString();
  assert.equal(FunctionError, undefined, answer);
  assert.equal(JSON.parse(answer).decision.verdict, 'contain');
  await removeKillSwitch(cloud);
  assert.deepEqual((await cloud.eventbridge.listRules({})).Rules, []);
});

/** Without a trail that logs, CloudTrail tells EventBridge nothing. */
async function startTrail({ s3, cloudtrail }: TestCloud) {
  const Bucket = 'trail-logs';
  await s3.createBucket({ Bucket });
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const Policy = policyText([
    { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` },
    { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` },
  ]);
  await s3.putBucketPolicy({ Bucket, Policy });
  await cloudtrail.createTrail({ Name: 'trail', S3BucketName: Bucket });
  await cloudtrail.startLogging({ Name: 'trail' });
}
