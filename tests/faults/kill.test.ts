import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import type { Clients } from '@tocsin/testkit';
import {
  account,
  alarmOn,
  countReads,
  createTrail,
  sendTrailToLogs,
} from '../walkthroughs/secretMonitor.ts';
import { checkAftermath } from './aftermath.ts';
import { adminKey, type Box, spawnBox, startBox, temporaryFolder } from './box.ts';
import { type Chance, newChance } from './chance.ts';
import { type BoxClients, clientsOf } from './clients.ts';
import { bucket, hammer, type Ledger, newLedger, topicArn } from './load.ts';
import { confirm, type Relay, startRelay } from './relay.ts';
import { checkState } from './survivors.ts';

const kills = 20;

test(`survives ${kills} × kill -9 under load`, { timeout: 120_000 }, async (t) => {
  const chance = newChance();
  t.diagnostic(`seed ${chance.seed}`);
  using folder = temporaryFolder();
  const relay = await startRelay();
  t.after(relay.leave);
  const data = join(folder.path, 'data');
  const options = ['--data', data, '--account', account, '--smtp', relay.url];
  const start = () => startBox(folder.path, options);
  const ledger = newLedger();
  let box = await start();
  t.after(() => box.kill());
  try {
    await setUp(clientsOf(box.endpoint, adminKey), relay);
    for (let round = 1; round <= kills; round += 1) {
      await killUnderLoad(box, ledger, chance);
      if (chance.random() < 0.25) await killWhileStarting(folder.path, options, chance);
      box = await start();
      await checkState(clientsOf(box.endpoint, adminKey), ledger);
    }
    assert.equal(box.complaints(), '');
    await box.kill('SIGTERM');
    await checkAftermath(data, ledger, relay);
  } catch (error) {
    throw new Error(`TOCSIN_SEED=${chance.seed}: ${error}\n${box.complaints()}`, { cause: error });
  }
  t.diagnostic(`${ledger.calls.size} calls acknowledged, ${ledger.messages.size} mails asked for`);
});

/** The topic that is mailed, the bucket, and a trail whose events go all the way to an alarm. */
async function setUp(clients: BoxClients, relay: Relay) {
  const all = clients as unknown as Clients;
  await clients.sns.createTopic({ Name: 'faults' });
  await clients.sns.subscribe({ TopicArn: topicArn, Protocol: 'email', Endpoint: 'eve@x.example' });
  await relay.until((mails) => mails.length > 0, 'the confirmation');
  await confirm(relay.mails[0]!);
  await clients.s3.createBucket({ Bucket: bucket });
  await createTrail(all);
  await sendTrailToLogs(all);
  await countReads(all, 'anySecret');
  await clients.cloudwatch.putMetricAlarm(alarmOn('anySecret', { AlarmActions: [topicArn] }));
}

async function killUnderLoad(box: Box, ledger: Ledger, chance: Chance) {
  const load = hammer(clientsOf(box.endpoint, adminKey), ledger, chance);
  await Promise.race([load, pass(chance.between(30, 600))]);
  await box.kill();
  await load;
}

/** The start has work of its own to lose: it reads the state, sends what waits, catches up. */
async function killWhileStarting(home: string, options: readonly string[], chance: Chance) {
  const { child } = spawnBox(home, options);
  const exit = once(child, 'exit');
  await pass(chance.between(50, 700));
  child.kill('SIGKILL');
  await exit;
}
