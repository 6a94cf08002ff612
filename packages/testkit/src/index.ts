import { createRequire } from 'node:module';
import type * as CloudTrail from '@aws-sdk/client-cloudtrail';
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as CloudWatchLogs from '@aws-sdk/client-cloudwatch-logs';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type * as Iam from '@aws-sdk/client-iam';
import type * as Lambda from '@aws-sdk/client-lambda';
import type * as Organizations from '@aws-sdk/client-organizations';
import type * as S3 from '@aws-sdk/client-s3';
import type * as SecretsManager from '@aws-sdk/client-secrets-manager';
import type * as Sns from '@aws-sdk/client-sns';
import type * as Sqs from '@aws-sdk/client-sqs';
import type * as Ssm from '@aws-sdk/client-ssm';
import type * as Sts from '@aws-sdk/client-sts';
import { type Cloud, type CloudOptions, type Mail, startCloud } from '@tocsin/cloud';

export type { Cloud, Mail } from '@tocsin/cloud';
export { policyText, signInAs } from './signInAs.ts';

/** A cloud in this process, and the real SDK clients against it, as the administrator. */
export interface TestCloud extends Cloud, Clients {
  /** Clients with other credentials, or in another Region. */
  as(who: { credentials?: Credentials; region?: string }): Clients;
  /** The CloudTrail records committed so far, oldest first. */
  records(): TrailRecord[];
  /** The mails sent so far, oldest first. */
  mails(): Mail[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clients {
  readonly cloudtrail: CloudTrail.CloudTrail;
  readonly cloudwatch: CloudWatch.CloudWatch;
  readonly logs: CloudWatchLogs.CloudWatchLogs;
  readonly eventbridge: EventBridge.EventBridge;
  readonly iam: Iam.IAM;
  readonly lambda: Lambda.Lambda;
  readonly organizations: Organizations.Organizations;
  readonly s3: S3.S3;
  readonly secretsmanager: SecretsManager.SecretsManager;
  readonly sns: Sns.SNS;
  readonly sqs: Sqs.SQS;
  readonly ssm: Ssm.SSM;
  readonly sts: Sts.STS;
}

export type TrailRecord = Record<string, unknown> & {
  readonly eventName: string;
  readonly errorCode?: string;
  readonly requestParameters: Record<string, unknown> | null;
  readonly responseElements: Record<string, unknown> | null;
};

/**
 * Starts a cloud in memory with a virtual clock that stands at the time of the start. Use it with
 * `await using`, so that it ends with its test.
 */
export async function startTestCloud(options: Partial<CloudOptions> = {}): Promise<TestCloud> {
  const defects: unknown[] = [];
  const cloud = await startCloud({
    data: 'memory',
    clock: 'virtual',
    seed: 1,
    accountId: '123456789012',
    onDefect: (error) => defects.push(error),
    ...options,
  });
  const { accessKeyId, secretAccessKey } = cloud.administrator;
  const admin = { accessKeyId, secretAccessKey };
  const as: TestCloud['as'] = ({ credentials = admin, region = cloud.settings.region }) =>
    clientsOf(cloud.endpoint, credentials, region);
  return Object.assign(Object.create(as({})), cloud, {
    as,
    records: () => cloud.parts.journal.read(0, 100_000).map((entry) => JSON.parse(entry.record)),
    mails: () => cloud.parts.mailbox.read(0, 100_000),
    async [Symbol.asyncDispose]() {
      await cloud.stop();
      if (defects.length > 0) throw new AggregateError(defects, 'The cloud had defects.');
    },
  });
}

/** Clients are made when first asked for: loading them all takes longer than most tests. */
export function clientsOf(endpoint: string, credentials: Credentials, region: string): Clients {
  const clients = {} as Clients;
  for (const [name, [pack, constructorName]] of Object.entries(packages)) {
    let client: unknown;
    Object.defineProperty(clients, name, {
      enumerable: true,
      get() {
        const Client = require(`@aws-sdk/client-${pack}`)[constructorName];
        client ??= new Client({
          endpoint,
          region,
          credentials,
          forcePathStyle: true,
          maxAttempts: 1,
        });
        return client;
      },
    });
  }
  return clients;
}

const packages: Record<keyof Clients, readonly [pack: string, constructorName: string]> = {
  cloudtrail: ['cloudtrail', 'CloudTrail'],
  cloudwatch: ['cloudwatch', 'CloudWatch'],
  logs: ['cloudwatch-logs', 'CloudWatchLogs'],
  eventbridge: ['eventbridge', 'EventBridge'],
  iam: ['iam', 'IAM'],
  lambda: ['lambda', 'Lambda'],
  organizations: ['organizations', 'Organizations'],
  s3: ['s3', 'S3'],
  secretsmanager: ['secrets-manager', 'SecretsManager'],
  sns: ['sns', 'SNS'],
  sqs: ['sqs', 'SQS'],
  ssm: ['ssm', 'SSM'],
  sts: ['sts', 'STS'],
};

const require = createRequire(import.meta.url);
