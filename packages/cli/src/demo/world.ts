import { type Mail, privateDoors } from '../box/privateDoors.ts';
import type { Box } from '../box/runFile.ts';

/** The names of what the demo builds: the same as by hand, so that both can be compared. */
export const names = {
  secret: 'FanoyDBSecret',
  user: 'SecMonitorUser',
  bucket: 'fanoy-cloudtrail-logs',
  logGroup: 'CloudTrail/FanoyTrail',
  role: 'CloudTrailToCloudWatchLogs',
  trail: 'FanoyTrail',
  filter: 'SecretReads',
  pattern: '{ $.eventName = "GetSecretValue" }',
  namespace: 'SecurityMetrics',
  metric: 'SecretReadCount',
  alarm: 'SecretsMonitorAlert',
  alarmTopic: 'SecurityAlarms',
  rawTopic: 'CloudTrailFiles',
} as const;

/** What the demo works with: official SDK clients, and the mailbox. */
export async function openWorld(box: Box, mailTo: string) {
  const clients = await loadClients();
  const { accessKeyId, secretAccessKey } = box;
  const as = <Client>(
    Kind: new (configuration: ClientConfiguration) => Client,
    credentials: Credentials = { accessKeyId, secretAccessKey },
  ): Client => new Kind({ endpoint: box.endpoint, region: box.region, credentials });
  const doors = privateDoors(box);
  return {
    box,
    mailTo,
    doors,
    arn: (service: string, resource: string, region = box.region) =>
      `arn:aws:${service}:${region}:${box.accountId}:${resource}`,
    iam: as(clients.IAM),
    s3: as(clients.S3),
    sns: as(clients.SNS),
    logs: as(clients.CloudWatchLogs),
    cloudtrail: as(clients.CloudTrail),
    cloudwatch: as(clients.CloudWatch),
    secrets: as(clients.SecretsManager),
    eventbridge: as(clients.EventBridge),
    lambda: as(clients.Lambda),
    sts: as(clients.STS),
    /** Secrets Manager for somebody else than the administrator. */
    secretsAs: (credentials: Credentials) => as(clients.SecretsManager, credentials),
    async allMails(): Promise<Mail[]> {
      const mails: Mail[] = [];
      for (;;) {
        const more = await doors.mailAfter(mails.at(-1)?.id ?? 0);
        if (more.length === 0) return mails;
        mails.push(...more);
      }
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface ClientConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** Loaded here and not at the top of the file: other commands start without them. */
async function loadClients() {
  const [iam, s3, sns, logs, cloudtrail, cloudwatch, secrets, eventbridge, lambda, sts] =
    await Promise.all([
      import('@aws-sdk/client-iam'),
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/client-sns'),
      import('@aws-sdk/client-cloudwatch-logs'),
      import('@aws-sdk/client-cloudtrail'),
      import('@aws-sdk/client-cloudwatch'),
      import('@aws-sdk/client-secrets-manager'),
      import('@aws-sdk/client-eventbridge'),
      import('@aws-sdk/client-lambda'),
      import('@aws-sdk/client-sts'),
    ]);
  return {
    IAM: iam.IAM,
    S3: s3.S3,
    SNS: sns.SNS,
    CloudWatchLogs: logs.CloudWatchLogs,
    CloudTrail: cloudtrail.CloudTrail,
    CloudWatch: cloudwatch.CloudWatch,
    SecretsManager: secrets.SecretsManager,
    EventBridge: eventbridge.EventBridge,
    Lambda: lambda.Lambda,
    STS: sts.STS,
  };
}
