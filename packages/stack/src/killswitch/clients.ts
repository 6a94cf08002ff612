import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SNS } from '@aws-sdk/client-sns';
import { STS } from '@aws-sdk/client-sts';

/** AWS's public APIs are all that the kill-switch knows of the world. */
export interface Clients {
  readonly cloudtrail: CloudTrail;
  /** For the Region in which AWS records the calls of IAM. */
  readonly globalCloudtrail: CloudTrail;
  readonly eventbridge: EventBridge;
  readonly iam: IAM;
  readonly s3: S3;
  /** Each Region answers for its own secrets, replicas too. Without a name: where this runs. */
  secretsIn(region?: string): SecretsManager;
  readonly sns: SNS;
  readonly sts: STS;
}

/** Time comes from outside, so that a test can hold it. */
export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface World {
  readonly clients: Clients;
  readonly time: Time;
}

export interface ClientOptions {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** Without options: as the environment says, which is how a function gets them. */
export function createClients(options: ClientOptions, globalRegion: string): Clients {
  const settings = { ...options, maxAttempts: attemptsMax };
  return {
    cloudtrail: new CloudTrail(settings),
    globalCloudtrail: new CloudTrail({ ...settings, region: globalRegion }),
    eventbridge: new EventBridge(settings),
    iam: new IAM(settings),
    // An endpoint that is no name of AWS has no subdomains for buckets.
    s3: new S3({ ...settings, forcePathStyle: isElsewhere(options) }),
    secretsIn: perRegion(
      (region) => new SecretsManager({ ...settings, ...(region && { region }) }),
    ),
    sns: new SNS(settings),
    sts: new STS(settings),
  };
}

/** A client is made once, so that its connections are used again. */
export function perRegion<Client>(make: (region?: string) => Client) {
  const made = new Map<string | undefined, Client>();
  return (region?: string): Client => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

/** A thief who floods IAM makes it throttle: the denial is tried more often than is usual. */
const attemptsMax = 6;

const isElsewhere = ({ endpoint = process.env.AWS_ENDPOINT_URL }: ClientOptions) =>
  endpoint !== undefined && !/\.amazonaws\.com(\.cn)?(:|\/|$)/.test(endpoint);
