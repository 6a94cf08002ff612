import { deployKillSwitch, realTime } from '@tocsin/stack/killswitch';
import { signInAs } from '@tocsin/testkit';
import { createTopic, topicArn } from '../tests/walkthroughs/secretMonitor.ts';
import { type Benchmark, percentile } from './figure.ts';
import { type Monitor, startMonitor } from './monitor.ts';

/**
 * From the honeytoken read, as a thief's SDK sends it, to the first of his next calls that is
 * denied: CloudTrail, event bus and rule, then the kill-switch's function in its own process, which
 * looks up whom and what it is about, and has both denials written. Each round has a thief of its
 * own; the function is warm.
 */
export const readToDenied: Benchmark = {
  name: 'readToDenied',
  async measure({ quick }) {
    const monitor = await startMonitor();
    try {
      await armKillSwitch(monitor);
      for (let round = 1; round <= warmUpRounds; round += 1) await stealOnce(monitor, `w${round}`);
      const times: number[] = [];
      for (let round = 1; round <= (quick ? 10 : 150); round += 1) {
        times.push(await stealOnce(monitor, `thief-${round}`));
      }
      const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
      return [
        {
          name: 'secret read to the next call denied, p50',
          measured: `${p50.toFixed(1)} ms`,
          target: `≤ ${p50LimitMs} ms`,
          reached: p50LimitMs / p50,
        },
        {
          name: 'secret read to the next call denied, p99',
          measured: `${p99.toFixed(1)} ms`,
          target: `≤ ${p99LimitMs} ms`,
          reached: p99LimitMs / p99,
        },
      ];
    } finally {
      await monitor.stop();
    }
  },
};

const p50LimitMs = 60;
const p99LimitMs = 250;
const warmUpRounds = 5;
const honeytoken = 'Production_Database_Credentials';
const topic = 'Incidents';

async function armKillSwitch({ admin, mailServer }: Monitor) {
  await createTopic(admin, mailServer, topic);
  await admin.secretsmanager.createSecret({
    Name: honeytoken,
    SecretString: 'bait',
    Tags: [{ Key: 'tocsin:honeytoken', Value: 'true' }],
  });
  // One look, so that a round ends soon, and no limit on thieves.
  const settings = { VERIFY_SECONDS: '0', PRINCIPALS_PER_HOUR: '1000' };
  const options = { region: 'us-east-1', topicArn: topicArn(topic), settings };
  await deployKillSwitch(admin, options, realTime);
}

async function stealOnce({ admin, as, mailServer }: Monitor, name: string): Promise<number> {
  const statement = { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' };
  const thief = await signInAs({ ...admin, as }, name, [statement]);
  const startMs = performance.now();
  await thief.secretsmanager.getSecretValue({ SecretId: honeytoken });
  // Not a read, which would set the kill-switch off once more.
  while (await isAllowed(thief.secretsmanager.describeSecret({ SecretId: honeytoken })));
  const tookMs = performance.now() - startMs;
  const isOutcome = ({ subject }: { subject: string }) =>
    subject === `tocsin: user ${name}: contained`;
  await mailServer.take(isOutcome, `the outcome of ${name}`);
  // Every thief meets the same policy, which names nobody yet.
  await admin.secretsmanager.deleteResourcePolicy({ SecretId: honeytoken });
  return tookMs;
}

const isAllowed = (call: Promise<unknown>) =>
  call.then(
    () => true,
    () => false,
  );
