import { randomBytes } from 'node:crypto';
import { Failure } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { confirmSubscription } from './confirmSubscription.ts';
import { type Credentials, names, type World } from './world.ts';

/** Builds what watches the secret. Gives the key of the user who may read it. */
export async function setUp(world: World, terminal: Terminal): Promise<Credentials> {
  await build(world, steps, terminal);
  return keyOf(world, names.user);
}

/** Takes the steps, each through AWS's public APIs, and says so. */
export async function build(
  world: World,
  steps: readonly Step[],
  { print, paint }: Terminal,
): Promise<void> {
  for (const { what, calls, run } of steps) {
    await run(world).catch((error: Error) => {
      const why = error instanceof Failure ? error.message : `${error.name}: ${error.message}`;
      throw new Failure(`The set-up stopped at ${calls}: ${why}`);
    });
    print(`  ${paint.good('✓')} ${what.padEnd(62)} ${paint.dim(calls)}`);
  }
}

export async function keyOf({ iam }: World, UserName: string): Promise<Credentials> {
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

export interface Step {
  readonly what: string;
  readonly calls: string;
  readonly run: (world: World) => Promise<void>;
}

/** The trail starts to log last: so it tells of the read, not of the building. */
const steps: readonly Step[] = [
  {
    what: `secret ${names.secret}`,
    calls: 'CreateSecret',
    async run({ secrets }) {
      const password = randomBytes(18).toString('base64');
      await secrets.createSecret({
        Name: names.secret,
        SecretString: JSON.stringify({ db_password: password }),
      });
    },
  },
  {
    what: `user ${names.user}, who may read that secret and nothing else`,
    calls: 'CreateUser PutUserPolicy CreateAccessKey',
    async run({ iam, arn }) {
      await iam.createUser({ UserName: names.user });
      await iam.putUserPolicy({
        UserName: names.user,
        PolicyName: 'ReadOneSecret',
        PolicyDocument: policy({
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: arn('secretsmanager', `secret:${names.secret}-*`),
        }),
      });
    },
  },
  {
    what: `topic ${names.alarmTopic}, e-mail confirmed by its link`,
    calls: 'CreateTopic Subscribe ConfirmSubscription',
    run: (world) => confirmedTopic(world, { name: names.alarmTopic, mailTo: world.mailTo }),
  },
  {
    what: `topic ${names.rawTopic}, the same, for the raw road`,
    calls: 'CreateTopic Subscribe ConfirmSubscription',
    async run(world) {
      const { arn } = world;
      await confirmedTopic(world, {
        name: names.rawTopic,
        mailTo: world.mailTo,
        policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: arn('sns', names.rawTopic),
          Condition: { StringEquals: { 'aws:SourceArn': trailArn(world) } },
        }),
      });
    },
  },
  {
    what: `bucket ${names.bucket}, into which CloudTrail may write`,
    calls: 'CreateBucket PutBucketPolicy',
    run: logBucket,
  },
  {
    what: `log group ${names.logGroup}, and a role to write there`,
    calls: 'CreateLogGroup CreateRole PutRolePolicy',
    run: logGroup,
  },
  {
    what: `metric filter ${names.pattern}`,
    calls: 'PutMetricFilter',
    async run({ logs }) {
      await logs.putMetricFilter({
        logGroupName: names.logGroup,
        filterName: names.filter,
        filterPattern: names.pattern,
        metricTransformations: [
          { metricNamespace: names.namespace, metricName: names.metric, metricValue: '1' },
        ],
      });
    },
  },
  {
    what: `alarm ${names.alarm}: Sum ≥ 1 within 60 seconds`,
    calls: 'PutMetricAlarm',
    async run({ cloudwatch, arn }) {
      await cloudwatch.putMetricAlarm({
        AlarmName: names.alarm,
        AlarmDescription: `Somebody read a secret. Who: CloudTrail event history, GetSecretValue.`,
        Namespace: names.namespace,
        MetricName: names.metric,
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [arn('sns', names.alarmTopic)],
      });
    },
  },
  {
    what: `trail ${names.trail}, all Regions, to bucket, topic and log group`,
    calls: 'CreateTrail StartLogging',
    async run({ cloudtrail, arn }) {
      await cloudtrail.createTrail({
        Name: names.trail,
        S3BucketName: names.bucket,
        SnsTopicName: names.rawTopic,
        CloudWatchLogsLogGroupArn: `${arn('logs', `log-group:${names.logGroup}`)}:*`,
        CloudWatchLogsRoleArn: arn('iam', `role/${names.role}`, ''),
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
      });
      await cloudtrail.startLogging({ Name: names.trail });
    },
  },
];

export async function confirmedTopic(
  world: World,
  topic: { name: string; mailTo: string; policy?: string },
) {
  const { TopicArn } = await world.sns.createTopic({
    Name: topic.name,
    ...(topic.policy ? { Attributes: { Policy: topic.policy } } : {}),
  });
  await world.sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: topic.mailTo });
  await confirmSubscription(world, TopicArn!);
}

/** As the CloudTrail User Guide writes it: "Amazon S3 bucket policy for CloudTrail". */
async function logBucket(world: World) {
  const { s3, box } = world;
  await s3.createBucket({ Bucket: names.bucket, ...placed(box.region) });
  const bucketArn = `arn:aws:s3:::${names.bucket}`;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const trail = { 'aws:SourceArn': trailArn(world) };
  await s3.putBucketPolicy({
    Bucket: names.bucket,
    Policy: policy(
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: bucketArn,
        Condition: { StringEquals: trail },
      },
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `${bucketArn}/AWSLogs/${box.accountId}/*`,
        Condition: { StringEquals: { ...trail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ),
  });
}

/** us-east-1 is the one Region that may not be named. */
function placed(region: string) {
  if (region === 'us-east-1') return {};
  return { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
}

async function logGroup({ logs, iam, arn }: World) {
  await logs.createLogGroup({ logGroupName: names.logGroup });
  await iam.createRole({
    RoleName: names.role,
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
  });
  await iam.putRolePolicy({
    RoleName: names.role,
    PolicyName: 'WriteLogEvents',
    PolicyDocument: policy({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arn('logs', `log-group:${names.logGroup}:log-stream:*`),
    }),
  });
}

const trailArn = ({ arn }: World) => arn('cloudtrail', `trail/${names.trail}`);

export const policy = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement });
