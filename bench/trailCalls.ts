import type { createDice } from './cloudTrailEvents.ts';

type Dice = ReturnType<typeof createDice>;

/** Somebody who works in an account: people, functions, pipelines, services. */
export interface Principal {
  readonly account: string;
  readonly region: string;
  readonly identity: object;
  readonly address: string;
  readonly agent: string;
}

export function principalsOf(dice: Dice): readonly Principal[] {
  return Array.from({ length: 400 }, (_, index) => {
    const account = `${111_100_000_000 + (index % 12)}`;
    const region = regions[(index >> 3) % regions.length]!;
    const kind = dice.roll(10);
    const address = kind < 3 ? `${dice.pick(services)}.amazonaws.com` : addressOf(dice);
    const agent = kind < 3 ? address : dice.pick(agents);
    const identity = kind === 9 ? userOf(dice, account) : roleOf(dice, account, kind < 3, address);
    return { account, region, identity, address, agent };
  });
}

const userOf = (dice: Dice, account: string) => {
  const userName = `${dice.pick(teams)}-${dice.pick(['alice', 'bob', 'carol', 'dave', 'erin'])}`;
  return {
    type: 'IAMUser',
    principalId: `AIDA${dice.hex(17).toUpperCase()}`,
    arn: `arn:aws:iam::${account}:user/${userName}`,
    accountId: account,
    accessKeyId: `AKIA${dice.hex(16).toUpperCase()}`,
    userName,
  };
};

function roleOf(dice: Dice, account: string, byService: boolean, invokedBy: string) {
  const userName = `${dice.pick(teams)}-${dice.pick(jobs)}`;
  const session = `${dice.pick(['i-', 'session-', 'deploy-', 'fn-'])}${dice.hex(12)}`;
  const principalId = `AROA${dice.hex(17).toUpperCase()}`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${userName}/${session}`,
    accountId: account,
    accessKeyId: `ASIA${dice.hex(16).toUpperCase()}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${account}:role/${userName}`,
        accountId: account,
        userName,
      },
      attributes: { creationDate: '2026-03-01T22:14:05Z', mfaAuthenticated: 'false' },
    },
    ...(byService ? { invokedBy } : {}),
  };
}

const addressOf = (dice: Dice) => `10.${dice.roll(4)}.${dice.roll(256)}.${dice.roll(256)}`;

interface Made {
  readonly service: string;
  readonly eventName: string;
  readonly requestParameters?: object | null;
  readonly responseElements?: object | null;
  readonly resources?: readonly object[];
}

/** A call of ordinary work. */
export function callOf(dice: Dice, principal: Principal): Made {
  const kind = dice.pick(kinds);
  return kind(dice, principal);
}

type Kind = (dice: Dice, principal: Principal) => Made;

const describe: Kind = (dice) => {
  const eventName = dice.pick([
    'DescribeInstances',
    'DescribeVolumes',
    'DescribeNetworkInterfaces',
  ]);
  const names = Array.from({ length: 1 + dice.roll(7) }, () => ({ name: `i-0${dice.hex(16)}` }));
  const filters = ['vpc-id', 'tag:team', 'instance-state-name', 'availability-zone'];
  const filterSet = filters.slice(2 + dice.roll(3)).map((name) => ({
    name,
    valueSet: { items: [{ value: `${dice.pick(teams)}-production` }, { value: 'running' }] },
  }));
  const requestParameters = { resourcesSet: { items: names }, filterSet: { items: filterSet } };
  return { service: 'ec2', eventName, requestParameters };
};

const decrypt: Kind = (dice, { account, region }) => {
  const ARN = `arn:aws:kms:${region}:${account}:key/mrk-${dice.pick(teams)}-${dice.roll(40)}`;
  const table = `arn:aws:dynamodb:${region}:${account}:table/${dice.pick(teams)}-orders`;
  return {
    service: 'kms',
    eventName: dice.pick(['Decrypt', 'GenerateDataKey']),
    requestParameters: {
      encryptionContext: { 'aws:dynamodb:tableName': table, 'aws:dynamodb:subscriberId': account },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      keyId: ARN,
    },
    resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN }],
  };
};

const assumeRole: Kind = (dice, { account }) => {
  const role = `${dice.pick(teams)}-${dice.pick(jobs)}`;
  const ARN = `arn:aws:iam::${account}:role/${role}`;
  const roleSessionName = `session-${dice.hex(12)}`;
  return {
    service: 'sts',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: ARN, roleSessionName, durationSeconds: 3_600 },
    responseElements: {
      credentials: {
        accessKeyId: `ASIA${dice.hex(16).toUpperCase()}`,
        sessionToken: `IQoJb3JpZ2luX2VjEAEaCXVzLWVhc3QtMSJHMEUCIQ${dice.hex(80)}`,
        expiration: 'Mar 2, 2026, 1:14:05 AM',
      },
      assumedRoleUser: {
        assumedRoleId: `AROA${dice.hex(17).toUpperCase()}:${roleSessionName}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/${roleSessionName}`,
      },
    },
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN }],
  };
};

const bucket: Kind = (dice, { region }) => {
  const bucketName = `${dice.pick(teams)}-${dice.pick(['assets', 'exports', 'reports'])}-${region}`;
  return {
    service: 's3',
    eventName: dice.pick(['GetBucketLocation', 'GetBucketAcl', 'ListObjects', 'HeadBucket']),
    requestParameters: { bucketName, Host: `${bucketName}.s3.${region}.amazonaws.com`, acl: '' },
    resources: [{ type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` }],
  };
};

const stream: Kind = (dice) => ({
  service: 'logs',
  eventName: 'CreateLogStream',
  requestParameters: {
    logGroupName: `/aws/lambda/${dice.pick(teams)}-${dice.pick(jobs)}`,
    logStreamName: `2026/03/02/[$LATEST]${dice.hex(32)}`,
  },
});

const other: Kind = (dice) => {
  const [service, ...names] = dice.pick(others);
  const name = `${dice.pick(teams)}-${dice.pick(jobs)}-${dice.roll(30)}`;
  const requestParameters = dice.roll(3) === 0 ? null : { name, maxResults: 50 };
  return { service, eventName: dice.pick(names), requestParameters };
};

const kinds = [describe, describe, decrypt, decrypt, assumeRole, assumeRole, bucket, stream, other];

const others: readonly (readonly [service: string, ...names: string[]])[] = [
  ['ecs', 'DescribeServices', 'DescribeTasks', 'ListTasks', 'RegisterContainerInstance'],
  ['lambda', 'ListFunctions20150331', 'GetFunction20150331v2', 'ListTags20170331'],
  ['dynamodb', 'DescribeTable', 'ListTables', 'DescribeTimeToLive'],
  ['ssm', 'UpdateInstanceInformation', 'ListAssociations', 'PutInventory'],
  ['monitoring', 'DescribeAlarms', 'ListMetrics'],
  ['autoscaling', 'DescribeAutoScalingGroups', 'DescribeScalingActivities'],
  ['elasticloadbalancing', 'DescribeTargetHealth', 'DescribeLoadBalancers'],
  ['secretsmanager', 'DescribeSecret', 'ListSecrets'],
  ['cloudtrail', 'LookupEvents', 'DescribeTrails'],
];

const regions = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'] as const;
const services = ['autoscaling', 'dynamodb', 'lambda', 'ecs', 'config', 'cloudformation'] as const;
const teams = ['checkout', 'search', 'billing', 'platform', 'mobile', 'data', 'ledger'] as const;
const jobs = ['api', 'worker', 'pipeline', 'nightly', 'ingest', 'scheduler', 'node'] as const;
const agents = [
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.173.0',
  'Boto3/1.34.2 md/Botocore#1.34.2 ua/2.0 os/linux#6.1.94 md/arch#x86_64 lang/python#3.11.9',
  'aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/macos#23.5.0 md/arch#arm64 lang/python#3.11.8',
  'aws-sdk-js/3.614.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#20.15.1 api/dynamodb#3.614.0',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.2 (+https://www.terraform.io) aws-sdk-go-v2/1.30.1',
] as const;
