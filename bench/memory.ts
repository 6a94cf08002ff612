import type { Benchmark } from './figure.ts';
import { startMonitor } from './monitor.ts';

/**
 * Resident memory of the server after the walkthrough: every service used, secrets read. Not at the
 * very first start of a clone, which compiles and keeps the compiler in memory.
 */
export const memory: Benchmark = {
  name: 'memory',
  async measure() {
    await (await startMonitor()).stop();
    const monitor = await startMonitor();
    try {
      const { admin, reader, mailServer, child } = monitor;
      await reader.secretsmanager.getSecretValue({ SecretId: 'FanoyDBSecret' });
      await mailServer.take(({ subject }) => subject.startsWith('ALARM'), 'the alarm');
      await admin.cloudtrail.lookupEvents({});
      const { QueueUrl } = await admin.sqs.createQueue({ QueueName: 'walkthrough' });
      await admin.sqs.sendMessage({ QueueUrl, MessageBody: 'every service once' });
      await admin.s3.listObjectsV2({ Bucket: 'fanoy-cloudtrail-logs' });
      const { memoryBytes } = await child.usage();
      const megabytes = memoryBytes / 1e6;
      return [
        {
          name: 'resident memory after the walkthrough',
          measured: `${Math.round(megabytes)} MB`,
          target: `≤ ${limitMegabytes} MB`,
          reached: limitMegabytes / megabytes,
        },
      ];
    } finally {
      await monitor.stop();
    }
  },
};

const limitMegabytes = 150;
