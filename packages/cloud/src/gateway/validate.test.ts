import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { StructureShape } from '@tocsin/wire';
import { structureOf } from '@tocsin/wire';
import { limitsOf } from './limits/index.ts';
import { compilePattern } from './limits/rules.ts';
import { compileValidator } from './validate.ts';

const require = createRequire(import.meta.url);

const clients: Readonly<Record<string, string>> = {
  cloudtrail: 'cloudtrail',
  iam: 'iam',
  logs: 'cloudwatch-logs',
  cloudwatch: 'cloudwatch',
  s3: 's3',
  secretsmanager: 'secrets-manager',
  sns: 'sns',
  sqs: 'sqs',
  sts: 'sts',
};

const schemasOf = (service: string): Readonly<Record<string, unknown>> =>
  require(`@aws-sdk/client-${clients[service]}`) as Record<string, unknown>;

const shape = (service: string, name: string): StructureShape =>
  structureOf(schemasOf(service)[`${name}$`]);

type Row = readonly [service: string, structure: string, input: object, code: string, says: string];

const one = '1 validation error detected: ';
const arnPattern =
  '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+';

const refuses: readonly Row[] = [
  [
    'secretsmanager',
    'GetSecretValueRequest',
    {},
    'ValidationException',
    `${one}Value null at 'secretId' failed to satisfy constraint: Member must not be null`,
  ],
  [
    'secretsmanager',
    'GetSecretValueRequest',
    { SecretId: '' },
    'ValidationException',
    `${one}Value '' at 'secretId' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  ],
  [
    'secretsmanager',
    'GetSecretValueRequest',
    { SecretId: 'x'.repeat(2049) },
    'ValidationException',
    `${one}Value '${'x'.repeat(2049)}' at 'secretId' failed to satisfy constraint: Member must have length less than or equal to 2048`,
  ],
  [
    'secretsmanager',
    'CreateSecretRequest',
    { Name: 'a', SecretString: '' },
    'ValidationException',
    `${one}Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  ],
  [
    'secretsmanager',
    'CreateSecretRequest',
    { Name: 'a', Tags: [{ Key: 'a' }, { Key: '' }] },
    'ValidationException',
    `${one}Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  ],
  [
    'secretsmanager',
    'ListSecretsRequest',
    { MaxResults: 101, Filters: [{ Key: 'colour', Values: ['a'] }] },
    'ValidationException',
    "2 validation errors detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100; Value 'colour' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set: [description, name, tag-key, tag-value, primary-region, owning-service, all]",
  ],
  [
    'secretsmanager',
    'UntagResourceRequest',
    { SecretId: 'a', TagKeys: ['a', ''] },
    'ValidationException',
    `${one}Value '[a, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]`,
  ],
  [
    'sts',
    'AssumeRoleRequest',
    { RoleArn: '', RoleSessionName: 'ok' },
    'ValidationError',
    `2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${arnPattern}; Value '' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20`,
  ],
  [
    'sts',
    'AssumeRoleRequest',
    { RoleArn: `arn:aws:iam::1:role/${'r'.repeat(9)}`, RoleSessionName: 'a b', DurationSeconds: 1 },
    'ValidationError',
    "2 validation errors detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
  ],
  [
    'iam',
    'CreateUserRequest',
    {},
    'ValidationError',
    `${one}Value at 'userName' failed to satisfy constraint: Member must not be null`,
  ],
  [
    'iam',
    'CreateUserRequest',
    { UserName: 'a', Tags: [{ Key: 'bad*key', Value: '' }] },
    'ValidationError',
    `${one}Value at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+`,
  ],
  [
    'iam',
    'CreateUserRequest',
    { UserName: 'a b' },
    'ValidationError',
    'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
  ],
  [
    'iam',
    'UpdateUserRequest',
    { UserName: 'a b', NewUserName: 'c d' },
    'ValidationError',
    'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
  ],
  [
    'iam',
    'AttachRolePolicyRequest',
    { RoleName: 'arn:aws:iam::1:role/a', PolicyArn: 'Admin' },
    'ValidationError',
    `${one}Value at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20`,
  ],
  [
    'iam',
    'CreateGroupRequest',
    { GroupName: `${'g'.repeat(128)}*` },
    'ValidationError',
    `${one}Value at 'groupName' failed to satisfy constraint: Member must have length less than or equal to 128`,
  ],
  [
    'iam',
    'CreatePolicyRequest',
    { PolicyName: 'p', PolicyDocument: '{}', Path: 'teams' },
    'ValidationError',
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  ],
  [
    'iam',
    'ListRolesRequest',
    { PathPrefix: 'teams' },
    'ValidationError',
    'The specified value for pathPrefix is invalid. It must begin with the / character and contain only alphanumeric characters and/or / characters.',
  ],
  [
    'iam',
    'PutRolePolicyRequest',
    { RoleName: 'r', PolicyName: 'p', PolicyDocument: '\ufeff{}' },
    'ValidationError',
    'The specified value for policyDocument is invalid. It must contain only printable ASCII characters.',
  ],
  [
    'iam',
    'GetAccessKeyLastUsedRequest',
    { AccessKeyId: 'AKIA-IOSFODNN7EXAMPLE' },
    'ValidationError',
    'The specified value for accessKeyId is invalid. It must contain only alphanumeric characters.',
  ],
  [
    'iam',
    'CreateRoleRequest',
    { RoleName: 'r', AssumeRolePolicyDocument: '{}', Description: 'a \u2014 b' },
    'ValidationError',
    `${one}Value at 'description' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*`,
  ],
  [
    'logs',
    'CreateLogGroupRequest',
    { logGroupName: 'C:/a' },
    'InvalidParameterException',
    `${one}Value 'C:/a' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
  ],
  [
    'logs',
    'CreateLogGroupRequest',
    { logGroupName: 'a', tags: { 'a*': 'b' } },
    'InvalidParameterException',
    `${one}Value '{a*=b}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$]`,
  ],
  [
    'cloudwatch',
    'SetAlarmStateInput',
    { AlarmName: 'a', StateValue: 'abc', StateReason: 'r' },
    'ValidationError',
    `${one}Value 'abc' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]`,
  ],
  [
    'cloudwatch',
    'PutMetricDataInput',
    { Namespace: 'a', MetricData: [{ Value: 1 }] },
    'MissingParameter',
    'The parameter MetricData.member.1.MetricName is required.',
  ],
  [
    'sns',
    'SubscribeInput',
    { Protocol: 'email' },
    'InvalidParameter',
    'Invalid parameter: TopicArn Reason: no value for required parameter',
  ],
  [
    'sqs',
    'CreateQueueRequest',
    {},
    'MissingParameter',
    'The request must contain the parameter QueueName.',
  ],
  [
    'sqs',
    'SendMessageRequest',
    { QueueUrl: 'u', MessageBody: '' },
    'MissingParameter',
    'The request must contain the parameter MessageBody.',
  ],
  [
    'sqs',
    'GetQueueAttributesRequest',
    { QueueUrl: 'u', AttributeNames: ['All', 'Colour'] },
    'InvalidAttributeName',
    'Unknown Attribute Colour.',
  ],
  [
    's3',
    'CreateBucketRequest',
    { Bucket: 'b', CreateBucketConfiguration: { LocationConstraint: 'mars' } },
    'InvalidLocationConstraint',
    'The specified location-constraint is not valid',
  ],
  [
    's3',
    'DeleteObjectsRequest',
    { Bucket: 'b' },
    'MissingRequestBodyError',
    'Request Body is empty',
  ],
  [
    's3',
    'DeleteObjectsRequest',
    { Bucket: 'b', Delete: { Objects: [{}] } },
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  ],
  [
    'cloudtrail',
    'LookupEventsRequest',
    { LookupAttributes: [{ AttributeKey: 'Colour', AttributeValue: 'red' }] },
    'ValidationException',
    `${one}Value 'Colour' at 'lookupAttributes.1.member.attributeKey' failed to satisfy constraint: Member must satisfy enum value set: [EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, EventSource, AccessKeyId]`,
  ],
];

const accepts: readonly (readonly [service: string, structure: string, input: object])[] = [
  ['secretsmanager', 'GetSecretValueRequest', { SecretId: 'x'.repeat(2048) }],
  ['secretsmanager', 'GetSecretValueRequest', { SecretId: '💥'.repeat(2048) }],
  ['secretsmanager', 'CreateSecretRequest', { Name: 'a', SecretBinary: new Uint8Array(65_536) }],
  ['sts', 'GetCallerIdentityRequest', {}],
  ['sts', 'AssumeRoleRequest', { RoleArn: 'arn:aws:iam::1:role/ü', RoleSessionName: 'ab' }],
  ['iam', 'CreateUserRequest', { UserName: 'Zoe', Path: '/a/' }],
  [
    'logs',
    'PutLogEventsRequest',
    { logGroupName: 'a', logStreamName: 'b', logEvents: [{ timestamp: 1, message: 'm' }] },
  ],
  [
    'cloudwatch',
    'PutMetricDataInput',
    { Namespace: 'a', MetricData: [{ MetricName: 'm', Value: 1 }] },
  ],
  ['s3', 'CreateBucketRequest', { Bucket: 'b' }],
];

describe('compileValidator refuses', () => {
  for (const [service, structure, input, code, message] of refuses) {
    it(`${structure} ${JSON.stringify(input).slice(0, 60)}: ${code}`, () => {
      const validate = compileValidator(service, shape(service, structure));
      assert.deepEqual(validate(input), { code, message });
    });
  }

  it('names at most a hundred violations', () => {
    const validate = compileValidator('iam', shape('iam', 'CreateUserRequest'));
    const Tags = Array.from({ length: 1000 }, () => ({ Key: '*', Value: 'v' }));
    assert.match(validate({ UserName: 'a', Tags })?.message ?? '', /^100 validation errors/);
  });

  it('throws for a service nobody taught it', () => {
    assert.throws(() => compileValidator('dynamodb', shape('sts', 'AssumeRoleRequest')));
  });
});

describe('compileValidator accepts', () => {
  for (const [service, structure, input] of accepts) {
    it(`${structure} ${JSON.stringify(input).slice(0, 60)}`, () => {
      assert.equal(compileValidator(service, shape(service, structure))(input), undefined);
    });
  }
});

describe('the tables', () => {
  for (const service of Object.keys(clients)) {
    it(`${service}: names are the SDK's and patterns compile`, () => {
      const { limits, members } = limitsOf(service);
      const schemas = schemasOf(service);
      for (const [structure, row] of Object.entries(members)) {
        const schema = schemas[`${structure}$`];
        if (schema === undefined) continue; // An operation the SDK has dropped.
        const names = new Set(structureOf(schema).members.map(({ name }) => name));
        for (const name of Object.keys(row)) assert.ok(names.has(name), `${structure}.${name}`);
      }
      for (const { pattern, member, key, value } of limits) {
        for (const source of [pattern, member?.pattern, key?.pattern, value?.pattern]) {
          if (source !== undefined) assert.ok(compilePattern(source), source);
        }
      }
    });
  }

  it('compiles every operation of every service', () => {
    for (const service of Object.keys(clients)) {
      for (const schema of Object.values(schemasOf(service))) {
        if (!Array.isArray(schema) || schema[0] !== 9) continue;
        compileValidator(service, structureOf(schema[4]));
      }
    }
  });
});
