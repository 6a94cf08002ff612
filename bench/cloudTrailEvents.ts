/** Ordinary work in an account: what most records of a trail are. */
const ORDINARY: readonly (readonly [service: string, ...actions: string[]])[] = [
  ['ec2', 'DescribeInstances', 'DescribeVolumes', 'DescribeSecurityGroups', 'DescribeSubnets'],
  ['sts', 'AssumeRole', 'GetCallerIdentity', 'AssumeRoleWithWebIdentity'],
  ['kms', 'Decrypt', 'GenerateDataKey', 'DescribeKey'],
  ['s3', 'ListBuckets', 'GetBucketLocation', 'GetBucketAcl', 'HeadBucket'],
  ['iam', 'ListRoles', 'GetRole', 'ListAttachedRolePolicies', 'GetUser'],
  ['logs', 'DescribeLogGroups', 'CreateLogStream', 'FilterLogEvents'],
  ['lambda', 'ListFunctions20150331', 'GetFunction20150331v2', 'ListTags20170331'],
  ['dynamodb', 'DescribeTable', 'ListTables', 'DescribeTimeToLive'],
  ['secretsmanager', 'DescribeSecret', 'ListSecrets', 'GetSecretValue'],
  ['ecs', 'DescribeServices', 'DescribeTasks', 'ListTasks'],
];

/** What detections look for. */
export const SUSPICIOUS: readonly (readonly [service: string, ...actions: string[]])[] = [
  ['cloudtrail', 'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
  [
    'iam',
    'CreateUser',
    'CreateAccessKey',
    'AttachUserPolicy',
    'PutUserPolicy',
    'CreateLoginProfile',
  ],
  ['iam', 'UpdateAssumeRolePolicy', 'CreateRole', 'DeactivateMFADevice', 'AddUserToGroup'],
  [
    'ec2',
    'AuthorizeSecurityGroupIngress',
    'ModifyImageAttribute',
    'RunInstances',
    'DeleteFlowLogs',
  ],
  ['ec2', 'ModifySnapshotAttribute', 'CreateKeyPair', 'DisableEbsEncryptionByDefault'],
  ['kms', 'ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
  ['s3', 'PutBucketPolicy', 'DeleteBucketEncryption', 'PutBucketAcl', 'DeletePublicAccessBlock'],
  ['guardduty', 'DeleteDetector', 'UpdateDetector', 'DeleteMembers'],
  ['config', 'StopConfigurationRecorder', 'DeleteDeliveryChannel'],
  ['rds', 'ModifyDBSnapshotAttribute', 'DeleteDBCluster'],
  ['lambda', 'AddPermission20150331v2', 'UpdateFunctionCode20150331v2'],
  ['secretsmanager', 'DeleteSecret', 'PutResourcePolicy'],
];

/** One record in so many is suspicious. */
const SUSPICIOUS_EVERY = 25;

/** Numbers that look random and are the same in every run. */
export function createDice(seed: number) {
  let state = seed;
  const roll = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  const pick = <T>(values: readonly T[]): T => {
    const value = values[roll(values.length)];
    if (value === undefined) throw new Error('There is nothing to pick from.');
    return value;
  };
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => roll(16).toString(16)).join('');
  return { roll, pick, hex };
}

type Dice = ReturnType<typeof createDice>;

/** CloudTrail records as EventBridge delivers them, about 1.4 KB of JSON each. */
export function createEvents(count: number): readonly object[] {
  const dice = createDice(7);
  return Array.from({ length: count }, (_, index) =>
    createEvent(dice, index % SUSPICIOUS_EVERY === 0 ? SUSPICIOUS : ORDINARY),
  );
}

function createEvent(dice: Dice, services: typeof ORDINARY): object {
  const [service, ...actions] = dice.pick(services);
  const eventName = dice.pick(actions);
  const account = `${100_000_000_000 + dice.roll(20)}`;
  const region = dice.pick(['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']);
  const time = `2025-06-${10 + dice.roll(20)}T${10 + dice.roll(14)}:${10 + dice.roll(50)}:07Z`;
  const failed = dice.roll(30) === 0;
  const detail = {
    eventVersion: '1.11',
    userIdentity: createIdentity(dice, account, time),
    eventTime: time,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: dice.pick([`203.0.113.${dice.roll(256)}`, `${service}.amazonaws.com`]),
    userAgent: dice.pick(['aws-cli/2.17.9 md/awscrt#0.20.11', 'Boto3/1.34.2 md/Botocore#1.34.2']),
    ...(failed ? { errorCode: 'AccessDenied', errorMessage: 'User is not authorized' } : {}),
    requestParameters: createParameters(dice, account, region),
    responseElements: null,
    requestID: `${dice.hex(8)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(12)}`,
    eventID: `${dice.hex(8)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(12)}`,
    readOnly: /^(Describe|List|Get|Head)/.test(eventName),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.${region}.amazonaws.com`,
    },
  };
  return {
    version: '0',
    id: `${dice.hex(8)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(12)}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account,
    time,
    region,
    resources: [],
    detail,
  };
}

function createIdentity(dice: Dice, account: string, time: string): object {
  const accessKeyId = `ASIA${dice.hex(16).toUpperCase()}`;
  if (dice.roll(3) === 0) {
    const userName = `user-${dice.roll(200)}`;
    const arn = `arn:aws:iam::${account}:user/${userName}`;
    return { type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn, accountId: account, userName };
  }
  const role = `role-${dice.roll(200)}`;
  return {
    type: 'AssumedRole',
    principalId: `AROA${dice.hex(16).toUpperCase()}:session-${dice.roll(900)}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/session-${dice.roll(900)}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${dice.hex(16).toUpperCase()}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: time, mfaAuthenticated: 'false' },
    },
  };
}

function createParameters(dice: Dice, account: string, region: string): object | null {
  const name = `resource-${dice.roll(2_000)}`;
  switch (dice.roll(5)) {
    case 0:
      return null;
    case 1:
      return { bucketName: name, Host: `${name}.s3.${region}.amazonaws.com`, acl: '' };
    case 2:
      return {
        groupId: `sg-${dice.hex(17)}`,
        ipPermissions: {
          items: [
            { ipProtocol: 'tcp', fromPort: 443, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } },
          ],
        },
      };
    case 3:
      return {
        roleArn: `arn:aws:iam::${account}:role/${name}`,
        roleSessionName: name,
        durationSeconds: 3600,
      };
    default:
      return {
        secretId: `arn:aws:secretsmanager:${region}:${account}:secret:${name}`,
        encryptionContext: {
          SecretARN: `arn:aws:secretsmanager:${region}:${account}:secret:${name}`,
        },
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
  }
}
