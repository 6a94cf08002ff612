/** What event history reads from a record. */
export interface ManagementRecord {
  readonly userIdentity: {
    readonly type?: string;
    readonly principalId?: string;
    readonly accessKeyId?: string;
    readonly userName?: string;
  };
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly requestParameters: object | null;
  readonly responseElements: object | null;
  readonly resources?: readonly { readonly type?: string; readonly ARN?: string }[];
}

export interface RecordedResource {
  readonly type: string;
  readonly name: string;
}

/** `Username`: a user's name, a role's session name, `root`. Services have none. */
export function userNameOf({ userIdentity }: ManagementRecord): string | undefined {
  const { type, userName, principalId } = userIdentity;
  if (type === 'Root') return 'root';
  if (type === 'AssumedRole') return principalId?.slice(principalId.indexOf(':') + 1);
  return userName;
}

export function accessKeyIdOf({ userIdentity }: ManagementRecord): string | undefined {
  return userIdentity.accessKeyId || undefined;
}

/** The resources that a record names: in `resources`, in what was asked and what was answered. */
export function resourcesOf(record: ManagementRecord): RecordedResource[] {
  const found = new Map<string, RecordedResource>();
  const add = (type: string, name: unknown) => {
    if (found.size >= resourcesMax || typeof name !== 'string' || name === '') return;
    found.set(`${type} ${name}`, { type, name });
  };
  for (const { type, ARN } of record.resources ?? []) if (type) add(type, ARN);
  const { requestParameters, responseElements } = record;
  for (const [path, type] of namedResources[record.eventSource] ?? []) {
    for (const elements of [requestParameters, responseElements]) {
      const named = valueAt(elements, path);
      for (const name of Array.isArray(named) ? named : [named]) add(type, name);
    }
  }
  return [...found.values()];
}

function valueAt(elements: object | null, path: string): unknown {
  let value: unknown = elements;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | null)?.[name];
  return value;
}

const resourcesMax = 100;

const secret = 'AWS::SecretsManager::Secret';
const trail = 'AWS::CloudTrail::Trail';
const bucket = 'AWS::S3::Bucket';
const topic = 'AWS::SNS::Topic';
const queue = 'AWS::SQS::Queue';
const alarm = 'AWS::CloudWatch::Alarm';
const logGroup = 'AWS::Logs::LogGroup';
const user = 'AWS::IAM::User';
const role = 'AWS::IAM::Role';
const group = 'AWS::IAM::Group';
const policy = 'AWS::IAM::Policy';
const accessKey = 'AWS::IAM::AccessKey';

/** Where the records of a service name resources: a member's path, and the type it names. */
const namedResources: Readonly<Record<string, readonly (readonly [path: string, type: string])[]>> =
  {
    'cloudtrail.amazonaws.com': [
      ['name', trail],
      ['trailName', trail],
      ['trailARN', trail],
      ['resourceId', trail],
      ['trailNameList', trail],
      ['s3BucketName', bucket],
      ['snsTopicARN', topic],
      ['cloudWatchLogsLogGroupArn', logGroup],
      ['cloudWatchLogsRoleArn', role],
    ],
    'secretsmanager.amazonaws.com': [
      ['secretId', secret],
      ['secretIdList', secret],
      ['name', secret],
      ['arn', secret],
      ['aRN', secret],
    ],
    's3.amazonaws.com': [['bucketName', bucket]],
    'sns.amazonaws.com': [
      ['name', topic],
      ['topicArn', topic],
    ],
    'sqs.amazonaws.com': [
      ['queueName', queue],
      ['queueUrl', queue],
    ],
    'monitoring.amazonaws.com': [
      ['alarmName', alarm],
      ['alarmNames', alarm],
    ],
    'logs.amazonaws.com': [
      ['logGroupName', logGroup],
      ['logGroupIdentifier', logGroup],
    ],
    'sts.amazonaws.com': [
      ['roleArn', role],
      ['roleSessionName', 'AWS::STS::AssumedRole'],
      ['assumedRoleUser.arn', 'AWS::STS::AssumedRole'],
      ['credentials.accessKeyId', accessKey],
    ],
    'iam.amazonaws.com': [
      ['userName', user],
      ['user.arn', user],
      ['roleName', role],
      ['role.arn', role],
      ['groupName', group],
      ['group.arn', group],
      ['policyName', policy],
      ['policyArn', policy],
      ['policy.arn', policy],
      ['accessKeyId', accessKey],
      ['accessKey.accessKeyId', accessKey],
    ],
  };
