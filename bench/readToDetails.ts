import { policyText } from '@tocsin/testkit';
import { createTopic, topicArn } from '../tests/walkthroughs/secretMonitor.ts';
import { type Benchmark, percentile } from './figure.ts';
import { type Monitor, startMonitor } from './monitor.ts';

/**
 * From the secret read to the mail that says who did it, accepted by a real SMTP server:
 * CloudTrail, event bus, rule, input transformer, topic and relay on the way, while the road of the
 * alarm does its own work beside it.
 */
export const readToDetails: Benchmark = {
  name: 'readToDetails',
  async measure({ quick }) {
    const monitor = await startMonitor();
    try {
      await tellDetails(monitor);
      for (let read = 0; read < warmUpReads; read += 1) await readOnce(monitor);
      const times: number[] = [];
      for (let read = 0; read < (quick ? 20 : 500); read += 1) times.push(await readOnce(monitor));
      const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
      return [
        {
          name: 'secret read to details mail accepted by SMTP, p50',
          measured: `${p50.toFixed(1)} ms`,
          target: `≤ ${p50LimitMs} ms`,
          reached: p50LimitMs / p50,
        },
        {
          name: 'secret read to details mail accepted by SMTP, p99',
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
const warmUpReads = 10;
const topic = 'SecurityDetails';

async function tellDetails({ admin, mailServer }: Monitor) {
  await createTopic(admin, mailServer, topic);
  const Arn = topicArn(topic);
  const Principal = { Service: 'events.amazonaws.com' };
  await admin.sns.setTopicAttributes({
    TopicArn: Arn,
    AttributeName: 'Policy',
    AttributeValue: policyText([
      { Effect: 'Allow', Principal, Action: 'sns:Publish', Resource: Arn },
    ]),
  });
  await admin.eventbridge.putRule({
    Name: topic,
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: JSON.stringify({
      source: ['aws.secretsmanager'],
      detail: { eventName: ['GetSecretValue'] },
    }),
  });
  const InputTransformer = {
    InputPathsMap: { who: '$.detail.userIdentity.arn', from: '$.detail.sourceIPAddress' },
    InputTemplate: '"A secret was read by <who> from <from>."',
  };
  const Targets = [{ Id: 'mail', Arn, InputTransformer }];
  await admin.eventbridge.putTargets({ Rule: topic, Targets });
}

async function readOnce({ reader, mailServer }: Monitor): Promise<number> {
  const isDetails = ({ text }: { text: string }) => text.startsWith('"A secret was read by');
  const mail = mailServer.take(isDetails, 'the details');
  const startMs = performance.now();
  await reader.secretsmanager.getSecretValue({ SecretId: 'FanoyDBSecret' });
  await mail;
  return performance.now() - startMs;
}
