import { gunzipSync } from 'node:zlib';
import type { TestCloud } from '@tocsin/testkit';

/** What a trail writes to, made through the SDK with the policies that AWS's guide gives. */
export interface LogArchive {
  readonly S3BucketName: string;
  readonly CloudWatchLogsLogGroupArn: string;
  readonly CloudWatchLogsRoleArn: string;
}

export const account = '123456789012';
export const archive: LogArchive = {
  S3BucketName: 'log-archive',
  CloudWatchLogsLogGroupArn: `arn:aws:logs:us-east-1:${account}:log-group:trail:*`,
  CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/trail`,
};
export const topicArn = `arn:aws:sns:us-east-1:${account}:log-files`;

/** A bucket that takes the log files of every trail of the account. */
export async function makeBucket(cloud: TestCloud, Bucket = archive.S3BucketName) {
  await cloud.s3.createBucket({ Bucket });
  await allowBucket(cloud, Bucket);
}

export async function allowBucket(cloud: TestCloud, Bucket = archive.S3BucketName) {
  const principal = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const Statement = [
    { ...principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` },
    {
      ...principal,
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
  await cloud.s3.putBucketPolicy({ Bucket, Policy: document(Statement) });
}

export async function makeTopic(cloud: TestCloud) {
  await cloud.sns.createTopic({ Name: 'log-files' });
  const AttributeValue = document([
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: topicArn,
    },
  ]);
  const AttributeName = 'Policy';
  await cloud.sns.setTopicAttributes({ TopicArn: topicArn, AttributeName, AttributeValue });
}

export async function makeLogGroup(cloud: TestCloud) {
  await cloud.logs.createLogGroup({ logGroupName: 'trail' });
  await makeRole(cloud);
  await allowRole(cloud, ['logs:CreateLogStream', 'logs:PutLogEvents']);
}

async function makeRole(cloud: TestCloud) {
  const trust = [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ];
  await cloud.iam.createRole({ RoleName: 'trail', AssumeRolePolicyDocument: document(trust) });
}

/** Allows the role so much in its log group, and no more than that. */
export async function allowRole(cloud: TestCloud, Action: readonly string[]) {
  const streams = `log-stream:${account}_CloudTrail_us-east-1*`;
  const Resource = `arn:aws:logs:us-east-1:${account}:log-group:trail:${streams}`;
  const PolicyDocument = document([{ Effect: 'Allow', Action, Resource }]);
  await cloud.iam.putRolePolicy({ RoleName: 'trail', PolicyName: 'write', PolicyDocument });
}

function document(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** Events in the log group so far, oldest first: `[timestamp, eventName]`. */
export async function loggedEvents(cloud: TestCloud): Promise<(readonly [number, string])[]> {
  const { events = [] } = await cloud.logs.filterLogEvents({ logGroupName: 'trail' });
  return events.map(({ timestamp, message }) => [timestamp!, JSON.parse(message!).eventName]);
}

/** The log files in the bucket so far, oldest first, with the names of their events. */
export async function logFiles(cloud: TestCloud): Promise<{ key: string; events: string[] }[]> {
  const Bucket = archive.S3BucketName;
  const { Contents = [] } = await cloud.s3.listObjectsV2({ Bucket });
  const files = [];
  for (const { Key = '', LastModified } of Contents) {
    if (Key.endsWith('/')) continue;
    const { Body } = await cloud.s3.getObject({ Bucket, Key });
    const content = gunzipSync(await Body!.transformToByteArray()).toString();
    const events = JSON.parse(content).Records.map(
      ({ eventName }: { eventName: string }) => eventName,
    );
    files.push({ key: Key, events, atMs: LastModified!.getTime() });
  }
  return files.sort((one, other) => one.atMs - other.atMs);
}
