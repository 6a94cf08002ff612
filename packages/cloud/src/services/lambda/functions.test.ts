import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import { makeFunction, makeRole, textOf, zipOfTexts } from './functions.testkit.ts';

const code = 'export const handler = () => 1';
const FunctionName = 'f';

test('refuses: functions that could not run', async () => {
  await using cloud = await startTestCloud();
  const Role = await makeRole(cloud, 'runner');
  await cloud.iam.createRole({
    RoleName: 'other',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
  });
  await cloud.s3.createBucket({ Bucket: 'code' });
  // Its directory says how large it becomes, and it is believed.
  const bomb = Buffer.from(zipOfTexts({ 'index.js': 'x' }));
  bomb.writeUInt32LE(262_144_001, bomb.lastIndexOf('PK\x01\x02') + 24);
  const cases: [string, object, string, RegExp][] = [
    [
      'a role for others',
      { Role: Role.replace('runner', 'other') },
      'InvalidParameterValueException',
      /^The role defined for the function cannot be assumed by Lambda\.$/,
    ],
    [
      'no zip',
      { Code: { ZipFile: Buffer.from('x') } },
      'InvalidParameterValueException',
      /^Could not unzip uploaded file/,
    ],
    [
      'a way out',
      { Code: { ZipFile: zipOfTexts({ '../x.js': '' }) } },
      'InvalidParameterValueException',
      /^Could not unzip uploaded file/,
    ],
    [
      'a file for a folder',
      { Code: { ZipFile: zipOfTexts({ a: '', 'a/b': '' }) } },
      'InvalidParameterValueException',
      /^Could not unzip/,
    ],
    [
      'a bomb',
      { Code: { ZipFile: bomb } },
      'InvalidParameterValueException',
      /^Unzipped size must be smaller than 262144000 bytes/,
    ],
    [
      'no object',
      { Code: { S3Bucket: 'code', S3Key: 'x' } },
      'InvalidParameterValueException',
      /S3 Error Code: NoSuchKey/,
    ],
    [
      'no code',
      { Code: {} },
      'InvalidParameterValueException',
      /^Please provide a source for function code\.$/,
    ],
    [
      'two codes',
      { Code: { ZipFile: zipOfTexts({ a: '' }), S3Bucket: 'code' } },
      'InvalidParameterValueException',
      /^Please do not provide other/,
    ],
    ['another language', { Runtime: 'java21' }, 'NotImplemented', /Runtime java21/],
    [
      'no handler',
      { Handler: undefined },
      'InvalidParameterValueException',
      /^Runtime and Handler are mandatory/,
    ],
    [
      'reserved names',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      /Reserved keys used in this request: AWS_REGION/,
    ],
    [
      'much in the environment',
      { Environment: { Variables: { AB: 'x'.repeat(5_000) } } },
      'InvalidParameterValueException',
      /exceeded the 4KB limit/,
    ],
    [
      'layers',
      { Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:l:1'] },
      'NotImplemented',
      /Layers/,
    ],
    ['too long', { Timeout: 901 }, 'ValidationException', /timeout/],
  ];
  for (const [name, more, code, message] of cases) {
    const input = {
      FunctionName,
      Role,
      Runtime: 'nodejs24.x' as const,
      Handler: 'index.handler',
      Code: { ZipFile: zipOfTexts({ 'index.mjs': '' }) },
      ...more,
    };
    await assert.rejects(cloud.lambda.createFunction(input), { name: code, message }, name);
  }
  await makeFunction(cloud, FunctionName, code);
  await assert.rejects(makeFunction(cloud, FunctionName, code), {
    name: 'ResourceConflictException',
    message: 'Function already exist: f',
  });
});

test('refuses: a role that the caller may not pass', async () => {
  await using cloud = await startTestCloud();
  const Role = await makeRole(cloud, 'runner');
  const may = (Resource: string) => [
    { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource,
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    },
  ];
  const input = {
    FunctionName,
    Role,
    Runtime: 'nodejs24.x' as const,
    Handler: 'index.handler',
    Code: { ZipFile: zipOfTexts({ 'index.mjs': code }) },
  };
  const eve = await signInAs(cloud, 'eve', may(`${Role}x`));
  await assert.rejects(eve.lambda.createFunction(input), {
    name: 'AccessDeniedException',
    message:
      /not authorized to perform: iam:PassRole on resource: arn:aws:iam::\d{12}:role\/runner/,
  });
  const ann = await signInAs(cloud, 'ann', may(Role));
  assert.equal((await ann.lambda.createFunction(input)).State, 'Active');
});

test('does: describes what was made, from a zip in S3', async () => {
  await using cloud = await startTestCloud({ pace: 'aws' });
  await cloud.s3.createBucket({ Bucket: 'code' });
  const Body = zipOfTexts({ 'index.mjs': code });
  await cloud.s3.putObject({ Bucket: 'code', Key: 'f.zip', Body });
  await makeRole(cloud, 'runner');
  await cloud.advance('1m');
  const made = await makeFunction(cloud, FunctionName, '', {
    Code: { S3Bucket: 'code', S3Key: 'f.zip' },
    Tags: { team: 'red' },
    Environment: { Variables: { AB: 'c' } },
  });
  assert.equal(made.State, 'Pending');
  await assert.rejects(cloud.lambda.invoke({ FunctionName }), {
    name: 'ResourceConflictException',
  });
  await cloud.advance('2s');
  const { Configuration, Tags } = await cloud.lambda.getFunction({ FunctionName });
  const { CodeSize, MemorySize, Timeout, State, Environment, Version } = Configuration!;
  assert.deepEqual(
    { CodeSize, MemorySize, Timeout, State, Environment, Version, Tags },
    {
      CodeSize: Body.length,
      MemorySize: 128,
      Timeout: 3,
      State: 'Active',
      Environment: { Variables: { AB: 'c' } },
      Version: '$LATEST',
      Tags: { team: 'red' },
    },
  );
  assert.equal(textOf((await cloud.lambda.invoke({ FunctionName })).Payload), 1);
});

test('does: lists, tags, limits and deletes', async () => {
  await using cloud = await startTestCloud();
  const { lambda } = cloud;
  for (const name of ['a', 'b', 'c']) await makeFunction(cloud, name, code);
  const { Functions, NextMarker } = await lambda.listFunctions({ MaxItems: 2 });
  const rest = await lambda.listFunctions({ Marker: NextMarker! });
  assert.deepEqual(
    [...Functions!, ...rest.Functions!].map((one) => one.FunctionName),
    ['a', 'b', 'c'],
  );
  const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:a';
  await lambda.tagResource({ Resource, Tags: { k: 'v', l: 'w' } });
  await lambda.untagResource({ Resource, TagKeys: ['l'] });
  assert.deepEqual((await lambda.listTags({ Resource })).Tags, { k: 'v' });
  const stale = { FunctionName: 'a', RevisionId: 'x', Timeout: 9 };
  await assert.rejects(lambda.updateFunctionConfiguration(stale), {
    name: 'PreconditionFailedException',
  });
  assert.equal(
    (await lambda.updateFunctionConfiguration({ FunctionName: 'a', Timeout: 9 })).Timeout,
    9,
  );
  assert.equal((await lambda.publishVersion({ FunctionName: 'a' })).Version, '1');
  assert.equal((await lambda.publishVersion({ FunctionName: 'a' })).Version, '1');
  await lambda.createAlias({ FunctionName: 'a', Name: 'live', FunctionVersion: '1' });
  await assert.rejects(lambda.deleteFunction({ FunctionName: 'a', Qualifier: '1' }), {
    name: 'ResourceConflictException',
    message: /aliases reference it: \[live\]$/,
  });
  const ofVersion = { name: 'InvalidParameterValueException', message: /on Lambda functions only/ };
  const FunctionName = 'a:1';
  const ZipFile = zipOfTexts({ 'index.mjs': code });
  await assert.rejects(lambda.updateFunctionConfiguration({ FunctionName, Timeout: 3 }), ofVersion);
  await assert.rejects(lambda.updateFunctionCode({ FunctionName, ZipFile }), ofVersion);
  await assert.rejects(
    lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 1 }),
    ofVersion,
  );
  const { Versions = [] } = await lambda.listVersionsByFunction({ FunctionName: 'a' });
  assert.deepEqual(
    Versions.map(({ Version }) => Version),
    ['$LATEST', '1'],
  );
  assert.equal((await lambda.getAccountSettings({})).AccountUsage?.FunctionCount, 3);
  await lambda.deleteFunction({ FunctionName: 'a' });
  await assert.rejects(lambda.getAlias({ FunctionName: 'a', Name: 'live' }), {
    name: 'ResourceNotFoundException',
  });
});

test('does: policies let services and accounts in', async () => {
  await using cloud = await startTestCloud();
  const { lambda } = cloud;
  await makeFunction(cloud, FunctionName, code);
  await assert.rejects(lambda.getPolicy({ FunctionName }), {
    message: 'The resource you requested does not exist.',
  });
  const permission = {
    FunctionName,
    StatementId: 'sns',
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: 'arn:aws:sns:us-east-1:123456789012:t',
  };
  const { Statement } = await lambda.addPermission(permission);
  assert.deepEqual(JSON.parse(Statement!), {
    Sid: 'sns',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:us-east-1:123456789012:t' } },
  });
  await assert.rejects(lambda.addPermission(permission), { name: 'ResourceConflictException' });
  assert.equal(JSON.parse((await lambda.getPolicy({ FunctionName })).Policy!).Statement.length, 1);
  await lambda.removePermission({ FunctionName, StatementId: 'sns' });
  await assert.rejects(lambda.removePermission({ FunctionName, StatementId: 'sns' }), {
    message: 'Statement sns is not found in resource policy.',
  });
  const records = cloud.records().map(({ eventName }) => eventName);
  assert.ok(records.includes('AddPermission20150331v2'));
});

test('does: configures what becomes of events', async () => {
  await using cloud = await startTestCloud();
  const { lambda } = cloud;
  await makeFunction(cloud, FunctionName, code);
  const Destination = 'arn:aws:sqs:us-east-1:123456789012:q';
  await lambda.putFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 0 });
  await lambda.updateFunctionEventInvokeConfig({
    FunctionName,
    DestinationConfig: { OnFailure: { Destination } },
  });
  const found = await lambda.getFunctionEventInvokeConfig({ FunctionName });
  assert.deepEqual(
    [found.MaximumRetryAttempts, found.DestinationConfig?.OnFailure],
    [0, { Destination }],
  );
  assert.equal(
    (await lambda.listFunctionEventInvokeConfigs({ FunctionName })).FunctionEventInvokeConfigs
      ?.length,
    1,
  );
  await lambda.deleteFunctionEventInvokeConfig({ FunctionName });
  await assert.rejects(lambda.getFunctionEventInvokeConfig({ FunctionName }), {
    name: 'ResourceNotFoundException',
  });
});
