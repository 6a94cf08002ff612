import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noConfiguration } from './configuration.ts';
import { createDetector } from './detector.ts';
import type { TrailRecord } from './extension.ts';
import { builtInRules, loadRules } from './load.ts';
import { select } from './selection.ts';

const { detections } = loadRules([builtInRules], noConfiguration);
const on = select(detections, { packs: ['all'], minLevel: 'low' }, noConfiguration);

const role = (name: string, session: string, more: TrailRecord = {}) => ({
  type: 'AssumedRole',
  principalId: `AROASAMPLEROLE1234567:${session}`,
  arn: `arn:aws:sts::123456789012:assumed-role/${name}/${session}`,
  accountId: '123456789012',
  ...more,
});
const pipeline = role('deploy', 'ci-4711');
const terraform =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) aws-sdk-go-v2/1.30';
const scaling = role('AWSServiceRoleForAutoScaling', 'AutoScaling', {
  invokedBy: 'autoscaling.amazonaws.com',
});
const stack = role('cdk-exec', 'AWSCloudFormation', { invokedBy: 'cloudformation.amazonaws.com' });
const instance = role('web', 'i-0123456789abcdef0');

/** What an account does all day long, as `[who, service, call, parameters, more]`. */
const work: readonly (readonly [TrailRecord, string, string, unknown, TrailRecord?])[] = [
  [role('app', 'task'), 'sts', 'AssumeRole', { roleArn: 'arn:aws:iam::123456789012:role/app' }],
  [role('app', 'task'), 'secretsmanager', 'GetSecretValue', { secretId: 'shop/database' }],
  [role('app', 'task'), 'kms', 'Decrypt', { encryptionContext: { app: 'shop' } }],
  [role('app', 'task'), 'ssm', 'GetParameters', { names: ['/shop/a'], withDecryption: true }],
  [role('app', 'task'), 'ses', 'GetSendQuota', null],
  [role('app', 'task'), 'logs', 'CreateLogStream', { logGroupName: '/ecs/shop' }],
  [role('app', 'task'), 's3', 'DeleteObject', { bucketName: 'shop', key: 'a' }],
  [scaling, 'ec2', 'RunInstances', { instanceType: 'm6i.12xlarge' }],
  [scaling, 'monitoring', 'PutMetricAlarm', { alarmName: 'TargetTracking-shop' }],
  [scaling, 'monitoring', 'DeleteAlarms', { alarmNames: ['TargetTracking-shop'] }],
  [stack, 'iam', 'CreateUser', { userName: 'mailer' }],
  [stack, 'logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/old' }],
  [stack, 'sns', 'Unsubscribe', { subscriptionArn: 'arn:aws:sns:us-east-1:123456789012:a:b' }],
  [stack, 's3', 'PutBucketPolicy', { bucketName: 'shop', bucketPolicy: { Statement: [] } }],
  [pipeline, 'iam', 'CreateRole', { assumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com') }],
  [pipeline, 'iam', 'PutRolePolicy', { policyDocument: allow('s3:GetObject') }],
  [pipeline, 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'shop' }],
  [
    pipeline,
    'lambda',
    'AddPermission20150331v2',
    {
      principal: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:us-east-1:123456789012:rule/a',
    },
  ],
  [pipeline, 'ec2', 'CreateSecurityGroup', { groupName: 'shop' }, { userAgent: terraform }],
  [
    pipeline,
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/16' }] } }] } },
  ],
  [
    pipeline,
    'ec2',
    'DescribeInstanceAttribute',
    { attribute: 'userData', instanceId: 'i-0123456789abcdef0' },
    { userAgent: terraform },
  ],
  [pipeline, 'ec2', 'CreateRoute', { routeTableId: 'rtb-0123456789abcdef0' }],
  [pipeline, 'events', 'PutRule', { name: 'nightly' }],
  [pipeline, 'events', 'PutTargets', { rule: 'nightly' }],
  [pipeline, 'monitoring', 'PutMetricAlarm', { alarmName: 'shop-errors', actionsEnabled: true }],
  [pipeline, 'logs', 'PutRetentionPolicy', { logGroupName: '/ecs/shop', retentionInDays: 14 }],
  [pipeline, 'logs', 'PutMetricFilter', { logGroupName: '/ecs/shop', filterName: 'errors' }],
  [role('eks', 'controller'), 'ec2', 'RevokeSecurityGroupIngress', { groupId: 'sg-1' }],
  [role('dlm', 'x', { invokedBy: 'dlm.amazonaws.com' }), 'ec2', 'DeleteSnapshot', {}],
  [role('b', 'x', { invokedBy: 'backup.amazonaws.com' }), 'rds', 'CreateDBSnapshot', {}],
  [
    role('config', 'x', { invokedBy: 'config.amazonaws.com' }),
    'iam',
    'GetAccountAuthorizationDetails',
    {},
  ],
  [instance, 'ssm', 'UpdateInstanceInformation', { instanceId: 'i-0123456789abcdef0' }],
  [instance, 's3', 'ListBuckets', null, { sourceIPAddress: '203.0.113.9' }],
  [
    instance,
    'sqs',
    'ListQueues',
    {},
    { sourceIPAddress: '10.0.1.5', vpcEndpointId: 'vpce-0123456789abcdef0' },
  ],
  [
    { type: 'Root', arn: 'arn:aws:iam::123456789012:root', accountId: '123456789012' },
    'ec2',
    'DescribeInstances',
    {},
    { readOnly: true, userAgent: 'Mozilla/5.0' },
  ],
];

function trust(service: string): string {
  return JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

function allow(action: string): string {
  return JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
}

test('ordinary work rings nothing above informational', () => {
  const detector = createDetector(on);
  const rang = work.flatMap(([userIdentity, service, eventName, requestParameters, more], at) =>
    detector
      .feed({
        eventVersion: '1.11',
        userIdentity,
        eventTime: new Date(Date.UTC(2026, 10, 20, 10, 0, at)).toISOString(),
        eventSource: `${service}.amazonaws.com`,
        eventName,
        awsRegion: 'us-east-1',
        sourceIPAddress: '203.0.113.9',
        userAgent: 'aws-sdk-java/2.29.1',
        requestParameters,
        eventType: 'AwsApiCall',
        recipientAccountId: '123456789012',
        ...more,
      })
      .map(({ title }) => `${eventName}: ${title}`),
  );
  assert.deepEqual(rang, []);
});
