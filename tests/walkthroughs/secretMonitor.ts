import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Clients, TestCloud } from '@tocsin/testkit';
import { clickLink, type MailServer } from './mailServer.ts';

/** The monitor of the tutorials, one function a chapter, through the SDK. */
export const account = '123456789012';
export const analyst = 'analyst@example.com';
export const bucket = 'fanoy-cloudtrail-logs';
export const logGroup = 'fanoy-log-group';
export const logsRole = 'CloudTrailRoleForCloudWatchLogs';
export const topicArn = (name: string) => `arn:aws:sns:us-east-1:${account}:${name}`;

export const patterns = {
  anySecret: '{ $.eventName = "GetSecretValue" }',
  theSecret: '{ $.eventName = "GetSecretValue" && $.requestParameters.secretId = "FanoyDBSecret" }',
  term: '"GetSecretValue"',
} as const;

export async function createSecrets({ secretsmanager }: Clients) {
  const secrets = {
    TopSecretInfo: { SecretKey: 'I need three coffees a day' },
    FanoyDBSecret: { db_password: 'kein-Passwort-123' },
  };
  for (const [Name, value] of Object.entries(secrets)) {
    await secretsmanager.createSecret({ Name, SecretString: JSON.stringify(value) });
  }
}

/** SecMonitorUser, who may read secrets. */
export async function createReader(cloud: TestCloud): Promise<Clients> {
  const UserName = 'SecMonitorUser';
  await cloud.iam.createUser({ UserName });
  const PolicyArn = 'arn:aws:iam::aws:policy/SecretsManagerReadWrite';
  await cloud.iam.attachUserPolicy({ UserName, PolicyArn });
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName });
  const { AccessKeyId, SecretAccessKey } = AccessKey!;
  return cloud.as({
    credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! },
  });
}

/** FanoyTrail: all management events of all Regions, to a bucket. */
export async function createTrail({ s3, cloudtrail }: Clients) {
  await s3.createBucket({ Bucket: bucket });
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const Policy = policy([
    { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${bucket}` },
    {
      ...cloudTrail,
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/AWSLogs/${account}/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ]);
  await s3.putBucketPolicy({ Bucket: bucket, Policy });
  const Name = 'FanoyTrail';
  await cloudtrail.createTrail({ Name, S3BucketName: bucket, IsMultiRegionTrail: true });
  const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }];
  await cloudtrail.putEventSelectors({ TrailName: Name, EventSelectors });
  await cloudtrail.startLogging({ Name });
}

/** FanoyTrail writes to a log group too, through a role. */
export async function sendTrailToLogs(
  { logs, iam, cloudtrail }: Clients,
  whileRoleActs: () => Promise<void> = async () => {},
) {
  await logs.createLogGroup({ logGroupName: logGroup });
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  await iam.createRole({ RoleName: logsRole, AssumeRolePolicyDocument: policy([trust]) });
  const arn = `arn:aws:logs:us-east-1:${account}:log-group:${logGroup}`;
  const PolicyDocument = policy([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${arn}:log-stream:*`,
    },
  ]);
  await iam.putRolePolicy({
    RoleName: logsRole,
    PolicyName: 'CloudWatchLogsPolicy',
    PolicyDocument,
  });
  await whileRoleActs();
  await cloudtrail.updateTrail({
    Name: 'FanoyTrail',
    CloudWatchLogsLogGroupArn: `${arn}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/${logsRole}`,
  });
}

/** At AWS's pace a new role acts after seven to eleven seconds. */
const whileRolesAct = (cloud: TestCloud) => async () => {
  if (cloud.settings.pace === 'aws') await cloud.advance('11s');
};

/** One metric a pattern, named as the pattern; with ones for events that match. */
export async function countReads(
  { logs }: Clients,
  name: keyof typeof patterns,
  defaultValue?: number,
) {
  const metric = { metricName: name, metricNamespace: 'SecurityMetrics', metricValue: '1' };
  await logs.putMetricFilter({
    logGroupName: logGroup,
    filterName: name,
    filterPattern: patterns[name],
    metricTransformations: [defaultValue === undefined ? metric : { ...metric, defaultValue }],
  });
}

/** A topic whose mails the analyst gets, once the link in the first was clicked. */
export async function createTopic({ sns }: Clients, mailServer: MailServer, Name: string) {
  const { TopicArn } = await sns.createTopic({ Name });
  await sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: analyst });
  const subject = 'AWS Notification - Subscription Confirmation';
  const mail = await mailServer.take(
    (came) => came.to === analyst && came.subject === subject && came.text.includes(TopicArn!),
    `the confirmation of ${Name}`,
  );
  await clickLink(mail);
}

/** An alarm at 1 and above, told to the topic SecurityAlarms. */
export function alarmOn(
  MetricName: keyof typeof patterns,
  more: Partial<PutMetricAlarmInput>,
): PutMetricAlarmInput {
  return {
    AlarmName: MetricName,
    Namespace: 'SecurityMetrics',
    MetricName,
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    AlarmActions: [topicArn('SecurityAlarms')],
    ...more,
  };
}

/** The road from a trail to the alarms' topic; the alarms are the test's. */
export async function buildRoad(cloud: TestCloud, mailServer: MailServer): Promise<Clients> {
  await createSecrets(cloud);
  const reader = await createReader(cloud);
  await createTrail(cloud);
  await sendTrailToLogs(cloud, whileRolesAct(cloud));
  await createTopic(cloud, mailServer, 'SecurityAlarms');
  await cloud.settled();
  return reader;
}

/** Subjects of the alarm mails that came so far, oldest first. */
export function alarmMails({ mails }: MailServer): string[] {
  return mails.map(({ subject }) => subject).filter((subject) => /^[A-Z_]+: "/.test(subject));
}

export async function alarmStates({ cloudwatch }: Clients): Promise<Record<string, string>> {
  const { MetricAlarms = [] } = await cloudwatch.describeAlarms({});
  return Object.fromEntries(
    MetricAlarms.map(({ AlarmName, StateValue }) => [AlarmName!, StateValue!]),
  );
}

export function policy(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
