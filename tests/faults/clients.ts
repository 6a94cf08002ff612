import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SNS } from '@aws-sdk/client-sns';
import { STS } from '@aws-sdk/client-sts';
import type { Clients } from '@tocsin/testkit';
import type { Key } from './signRequest.ts';

/** The stock clients against a box in another process. No retries: a fault must show. */
export function clientsOf(endpoint: string, credentials: Key) {
  const settings = { endpoint, credentials, region: 'us-east-1', maxAttempts: 1 };
  return {
    cloudtrail: new CloudTrail(settings),
    cloudwatch: new CloudWatch(settings),
    iam: new IAM(settings),
    logs: new CloudWatchLogs(settings),
    s3: new S3({ ...settings, forcePathStyle: true }),
    secretsmanager: new SecretsManager(settings),
    sns: new SNS(settings),
    sts: new STS(settings),
  } satisfies Partial<Clients>;
}

export type BoxClients = ReturnType<typeof clientsOf>;
