import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { IAM } from '@aws-sdk/client-iam';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { S3 } from '@aws-sdk/client-s3';
import type { STS } from '@aws-sdk/client-sts';
import type { Time } from './clients.ts';
import { configOf } from './config.ts';
import { makeFunction } from './deployFunction.ts';
import { forwardReads, stopForwarding } from './forward.ts';
import { killSwitchPolicy } from './permissions.ts';
import { ifThere } from './step.ts';
import { trailNotes } from './trailNotes.ts';

export interface DeployClients {
  readonly cloudtrail: CloudTrail;
  readonly eventbridge: EventBridge;
  readonly iam: IAM;
  readonly lambda: Lambda;
  readonly s3: S3;
  readonly sts: STS;
}

export interface DeployOptions {
  readonly region: string;
  /** Where outcomes are told. */
  readonly topicArn?: string | undefined;
  /** The function's name, its role's and its rule's: `tocsin-kill-switch`. */
  readonly name?: string;
  /** `tocsin-evidence-<account>-<Region>`. */
  readonly evidenceBucket?: string;
  /** Clients of the other Regions where secrets are read, or replicas can be made. */
  readonly alsoIn?: readonly EventBridge[];
  /** ARNs that must never be contained, besides the deployer's. */
  readonly protect?: readonly string[];
  /** Further settings of the function, as `configOf` reads them: MODE, VERIFY_SECONDS, … */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Deployed {
  readonly functionArn: string;
  readonly roleArn: string;
  readonly ruleArn: string;
  readonly evidenceBucket: string;
  /** What is missing, and is no reason to do without the rest. */
  readonly notes: readonly string[];
}

/** Puts the kill-switch into an account, or brings the one that is there up to date. */
export async function deployKillSwitch(
  clients: DeployClients,
  options: DeployOptions,
  time: Time,
): Promise<Deployed> {
  const { region, topicArn, name = killSwitchName } = options;
  const { Account: accountId = '', Arn: deployer = '' } = await clients.sts.getCallerIdentity({});
  const partition = deployer.split(':')[1] ?? 'aws';
  const evidenceBucket = options.evidenceBucket ?? `tocsin-evidence-${accountId}-${region}`;
  const protect = [...new Set([...asPrincipals(deployer), ...(options.protect ?? [])])];
  const environment: Record<string, string> = {
    ...options.settings,
    EVIDENCE_BUCKET: evidenceBucket,
    PROTECT: protect.join(','),
    ...(topicArn && { TOPIC_ARN: topicArn }),
  };
  const config = configOf(environment);
  const notes = await makeBucket(clients.s3, evidenceBucket, region);
  const policy = killSwitchPolicy({
    ...{ partition, accountId, region, evidenceBucket, topicArn, protect },
    ...{ functionName: name, roleName: name, eventBus: config.eventBus, harden: config.harden },
  });
  const roleArn = await makeRole(clients.iam, name, policy);
  const functionArn = await makeFunction(
    clients.lambda,
    { name, roleArn, environment, timeoutSeconds: config.verifySeconds + workSeconds },
    time,
  );
  await clients.lambda.putFunctionEventInvokeConfig({
    FunctionName: name,
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 3600,
    // An event that is lost must not be lost in silence.
    ...(topicArn && { DestinationConfig: { OnFailure: { Destination: topicArn } } }),
  });
  const ruleArn = await makeRule(clients, name, functionArn);
  const busArn = `arn:${partition}:events:${region}:${accountId}:event-bus/default`;
  await forwardReads(clients.iam, options.alsoIn ?? [], { name, busArn });
  notes.push(...(await trailNotes(clients.cloudtrail)));
  return { functionArn, roleArn, ruleArn, evidenceBucket, notes };
}

export const killSwitchName = 'tocsin-kill-switch';

/** As long as all but the verification may take. */
const workSeconds = 120;

/** A session is protected by its role; STS does not tell the role's path, if it has one. */
function asPrincipals(arn: string): string[] {
  const [, partition, account, role] =
    /^arn:(aws[\w-]*):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return [arn];
  const roles = `arn:${partition}:iam::${account}:role/`;
  return [`${roles}${role}`, `${roles}*/${role}`];
}

async function makeBucket(s3: S3, Bucket: string, region: string): Promise<string[]> {
  const LocationConstraint = region as 'eu-north-1';
  const isThere = await s3.headBucket({ Bucket }).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await s3.createBucket({
      Bucket,
      // us-east-1 is S3's default, and may not be named.
      ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint } }),
    });
  }
  await s3.putPublicAccessBlock({
    Bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
  try {
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    return [];
  } catch (error) {
    if ((error as Error).name !== 'NotImplemented') throw error;
    return [`${Bucket} keeps no versions: ${(error as Error).message}`];
  }
}

async function makeRole(iam: IAM, RoleName: string, policy: object): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  const found = await ifThere(iam.getRole({ RoleName }));
  const { Role } =
    found ??
    (await iam.createRole({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust),
      Description: 'What the kill-switch of tocsin may do.',
    }));
  const PolicyDocument = JSON.stringify(policy);
  await iam.putRolePolicy({ RoleName, PolicyName: 'kill-switch', PolicyDocument });
  return Role!.Arn!;
}

/** Reads are read-only, so that a rule in the state ENABLED would never see one. */
async function makeRule({ eventbridge, lambda }: DeployClients, Name: string, Arn: string) {
  const { RuleArn } = await eventbridge.putRule({
    Name,
    Description: 'Reads of secrets and new principals, for the kill-switch of tocsin.',
    EventPattern: JSON.stringify(watchedCalls),
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
  });
  const permission = {
    FunctionName: Name,
    StatementId: 'EventBridge',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: RuleArn,
  };
  await lambda.addPermission(permission).catch((error: Error) => {
    if (error.name !== 'ResourceConflictException') throw error;
  });
  await eventbridge.putTargets({ Rule: Name, Targets: [{ Id: 'kill-switch', Arn }] });
  return RuleArn!;
}

/**
 * Reads of secrets, and what a contained principal could live on in. Calls that were refused are
 * left out: they are the alarms' business. A batch has a record of GetSecretValue for each of its
 * secrets.
 */
export const watchedCalls = {
  source: ['aws.secretsmanager', 'aws.iam'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['secretsmanager.amazonaws.com', 'iam.amazonaws.com'],
    eventName: ['GetSecretValue', 'CreateAccessKey', 'CreateRole', 'CreateUser'],
    errorCode: [{ exists: false }],
  },
};

/** Takes it away again. The evidence and the logs stay. */
export async function removeKillSwitch(
  { eventbridge, iam, lambda }: Omit<DeployClients, 'cloudtrail' | 's3' | 'sts'>,
  name = killSwitchName,
  alsoIn: readonly EventBridge[] = [],
): Promise<void> {
  await ifThere(eventbridge.removeTargets({ Rule: name, Ids: ['kill-switch'] }));
  await ifThere(eventbridge.deleteRule({ Name: name }));
  await stopForwarding(iam, alsoIn, name);
  await ifThere(lambda.deleteFunction({ FunctionName: name }));
  await ifThere(iam.deleteRolePolicy({ RoleName: name, PolicyName: 'kill-switch' }));
  await ifThere(iam.deleteRole({ RoleName: name }));
}
