import { type Benchmark, percentile } from './figure.ts';
import { type Monitor, startMonitor } from './monitor.ts';

/**
 * From the secret read, as its reader's SDK sends it, to the alarm mail that a real SMTP server has
 * accepted: CloudTrail, log group, metric filter, alarm, topic and relay on the way, each hop
 * committed to the disk.
 */
export const readToMail: Benchmark = {
  name: 'readToMail',
  async measure({ quick }) {
    const monitor = await startMonitor();
    try {
      const times: number[] = [];
      for (let read = 0; read < (quick ? 20 : 500); read += 1) times.push(await readOnce(monitor));
      const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
      return [
        {
          name: 'secret read to alarm mail accepted by SMTP, p50',
          measured: `${p50.toFixed(1)} ms`,
          target: `≤ ${p50LimitMs} ms`,
          reached: p50LimitMs / p50,
        },
        {
          name: 'secret read to alarm mail accepted by SMTP, p99',
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

const p50LimitMs = 10;
const p99LimitMs = 50;

async function readOnce({ admin, reader, mailServer }: Monitor): Promise<number> {
  await admin.cloudwatch.setAlarmState({
    AlarmName: 'theSecret',
    StateValue: 'OK',
    StateReason: 'The next read is measured.',
  });
  const mail = mailServer.take(({ subject }) => subject.startsWith('ALARM'), 'the alarm');
  const startMs = performance.now();
  await reader.secretsmanager.getSecretValue({ SecretId: 'FanoyDBSecret' });
  await mail;
  return performance.now() - startMs;
}
