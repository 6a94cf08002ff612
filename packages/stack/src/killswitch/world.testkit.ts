import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import { perRegion, type World } from './clients.ts';
import { type Config, defaults } from './config.ts';
import type { Request } from './contain.ts';
import { principalOf } from './principal.ts';

export const bucket = 'tocsin-evidence';

/** A cloud with a honeytoken, an evidence bucket, a topic with a mailbox, and a kill-switch. */
export async function startWorld(extra: Partial<Config> = {}) {
  const cloud = await startTestCloud();
  await cloud.s3.createBucket({ Bucket: bucket });
  const { TopicArn } = await cloud.sns.createTopic({ Name: 'tocsin-incidents' });
  const secret = await cloud.secretsmanager.createSecret({
    Name: 'prod/payments/stripe',
    SecretString: 'bait',
    Tags: [{ Key: 'tocsin:honeytoken', Value: 'true' }],
  });
  const config: Config = {
    ...defaults,
    evidenceBucket: bucket,
    topicArn: TopicArn!,
    verifySeconds: 6,
    ...extra,
  };
  return { cloud, config, secretArn: secret.ARN!, world: worldOf(cloud) };
}

export function worldOf(cloud: TestCloud, onSleep?: () => Promise<void>): World {
  const { cloudtrail, eventbridge, iam, s3, sns, sts } = cloud;
  const secretsIn = perRegion((region) => cloud.as(region ? { region } : {}).secretsmanager);
  const globalCloudtrail = cloud.as({ region: 'us-east-1' }).cloudtrail;
  return {
    clients: { cloudtrail, globalCloudtrail, eventbridge, iam, s3, secretsIn, sns, sts },
    time: {
      now: () => cloud.parts.clock.now(),
      async sleep(ms) {
        await onSleep?.();
        await cloud.advance(`${ms / 1000}s`);
      },
    },
  };
}

/** The read of a secret as CloudTrail recorded it last, as an event for the kill-switch. */
export function lastRead(cloud: TestCloud): Request {
  const record = cloud.records().findLast(({ eventName }) => eventName === 'GetSecretValue')!;
  return requestOf(record);
}

export function requestOf(record: Record<string, unknown>, owner = 'one'): Request {
  const identity = record.userIdentity as { accountId: string };
  const { secretId } = record.requestParameters as { secretId: string };
  return {
    principal: principalOf(identity, '123456789012'),
    owner,
    trigger: {
      by: 'read',
      at: record.eventTime as string,
      secrets: [secretId],
      requestId: (record.requestID as string).split(':')[0]!,
      eventName: record.eventName as string,
      eventId: record.eventID as string,
      sourceIp: record.sourceIPAddress as string,
    },
  };
}
