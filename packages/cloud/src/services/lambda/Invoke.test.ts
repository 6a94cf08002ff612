import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LambdaServiceException } from '@aws-sdk/client-lambda';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import { makeFunction, makeRole, textOf, zipOfTexts } from './functions.testkit.ts';

const FunctionName = 'f';

test('refuses: what may not be called, or cannot', async () => {
  await using cloud = await startTestCloud();
  await makeFunction(cloud, FunctionName, 'export const handler = () => 1');
  const { lambda } = await signInAs(cloud, 'eve', []);
  await assert.rejects(lambda.invoke({ FunctionName }), (error: LambdaServiceException) => {
    assert.equal(error.name, 'AccessDeniedException');
    assert.equal(error.$metadata.httpStatusCode, 403);
    assert.match(
      error.message,
      /lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:f because/,
    );
    return true;
  });
  const stranger = cloud.as({
    credentials: { accessKeyId: 'AKIAXXXXXXXXXXXXXXXX', secretAccessKey: 'x' },
  });
  await assert.rejects(stranger.lambda.listFunctions({}), (error: LambdaServiceException) => {
    assert.equal(error.name, 'UnrecognizedClientException');
    assert.equal(error.$metadata.httpStatusCode, 403);
    return true;
  });
  const cases: [object, string, RegExp][] = [
    [
      { FunctionName: 'g' },
      'ResourceNotFoundException',
      /^Function not found: arn:aws:lambda:us-east-1:123456789012:function:g$/,
    ],
    [{ Qualifier: 'live' }, 'ResourceNotFoundException', /function:f:live$/],
    [
      { Payload: Buffer.from('{') },
      'InvalidRequestContentException',
      /^Could not parse request body into json: /,
    ],
    [
      { InvocationType: 'Event', Payload: Buffer.alloc(1_100_000, '1') },
      'RequestTooLargeException',
      /^1100000 byte payload is too large for the Event invocation type/,
    ],
    [{ ClientContext: 'e30=' }, 'NotImplemented', /Invoke: ClientContext/],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(cloud.lambda.invoke({ FunctionName, ...input }), { name, message });
  }
  await cloud.lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 0 });
  await assert.rejects(cloud.lambda.invoke({ FunctionName }), {
    name: 'TooManyRequestsException',
    message: 'Rate Exceeded.',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  });
});

test('does: runs the function with its role, its variables and its log', async () => {
  await using cloud = await startTestCloud();
  await makeFunction(
    cloud,
    FunctionName,
    `import { STS } from '@aws-sdk/client-sts';
     let count = 0;
     export const handler = async (event, context) => {
       console.log('seen', event.a);
       const { Arn } = await new STS({}).getCallerIdentity({});
       return [Arn, process.env.COLOUR, ++count, context.functionVersion];
     }`,
    { Environment: { Variables: { COLOUR: 'blue' } } },
  );
  const first = await cloud.lambda.invoke({ FunctionName, Payload: '{"a":7}', LogType: 'Tail' });
  assert.deepEqual(textOf(first.Payload), [
    'arn:aws:sts::123456789012:assumed-role/runner/f',
    'blue',
    1,
    '$LATEST',
  ]);
  assert.deepEqual(
    [first.StatusCode, first.ExecutedVersion, first.FunctionError],
    [200, '$LATEST', undefined],
  );
  const tail = Buffer.from(first.LogResult!, 'base64').toString();
  assert.match(
    tail,
    /^START RequestId: [-\w]+ Version: \$LATEST\n.*\tINFO\tseen 7\nEND .*\nREPORT .*Init Duration/s,
  );
  const second = await cloud.lambda.invoke({ FunctionName });
  assert.equal(textOf(second.Payload)[2], 2);
  const { events = [] } = await cloud.logs.filterLogEvents({ logGroupName: '/aws/lambda/f' });
  assert.equal(events.length, 8);
  assert.match(events[0]!.logStreamName!, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  await cloud.settled();
  const { MetricDataResults = [] } = await cloud.cloudwatch.getMetricData({
    StartTime: new Date(cloud.parts.clock.now() - 3_600_000),
    EndTime: new Date(cloud.parts.clock.now() + 3_600_000),
    MetricDataQueries: ['Invocations', 'Errors'].map((MetricName) => ({
      Id: MetricName.toLowerCase(),
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
        },
        Period: 60,
        Stat: 'Sum',
      },
    })),
  });
  assert.deepEqual(
    MetricDataResults.map(({ Values }) => Values),
    [[2], [0]],
  );
});

test('does: tells of a function that fails as AWS does', async () => {
  await using cloud = await startTestCloud();
  await makeFunction(
    cloud,
    FunctionName,
    `export const handler = async (how) => {
       if (how === 'throw') throw new RangeError('too far');
       if (how === 'exit') process.exit(2);
       if (how === 'crash') process.kill(process.pid, 'SIGSEGV');
       for (;;);
     }`,
    { Timeout: 1 },
  );
  const cases: [string, object][] = [
    ['throw', { errorType: 'RangeError', errorMessage: 'too far' }],
    [
      'exit',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: /^RequestId: [-\w]+ Error: Runtime exited with error: exit status 2$/,
      },
    ],
    [
      'crash',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: /exited with error: signal: segmentation fault$/,
      },
    ],
    [
      'spin',
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: /^RequestId: [-\w]+ Error: Task timed out after 1\.00 seconds$/,
      },
    ],
  ];
  for (const [how, expected] of cases) {
    const { StatusCode, FunctionError, Payload } = await cloud.lambda.invoke({
      FunctionName,
      Payload: JSON.stringify(how),
    });
    assert.deepEqual([StatusCode, FunctionError], [200, 'Unhandled'], how);
    for (const [key, value] of Object.entries(expected)) {
      const found = textOf(Payload)[key];
      if (value instanceof RegExp) assert.match(found, value);
      else assert.equal(found, value);
    }
  }
});

test('does: without permission for logs there is no log; a role that is gone cannot be assumed', async () => {
  await using cloud = await startTestCloud();
  const Role = await makeRole(cloud, 'bare', []);
  await makeFunction(cloud, FunctionName, 'export const handler = () => 1', { Role });
  const { Payload } = await cloud.lambda.invoke({ FunctionName });
  assert.equal(textOf(Payload), 1);
  assert.deepEqual((await cloud.logs.describeLogGroups({})).logGroups, []);
  await cloud.iam.deleteRole({ RoleName: 'bare' });
  await cloud.lambda.updateFunctionConfiguration({ FunctionName, Timeout: 4 });
  await assert.rejects(cloud.lambda.invoke({ FunctionName }), {
    name: 'AccessDeniedException',
    message: 'The role defined for the function cannot be assumed by Lambda.',
  });
});

test('does: handles an event later, three times, then gives it to queue and destination', async () => {
  await using cloud = await startTestCloud();
  const queue = async (QueueName: string) => {
    const { QueueUrl = '' } = await cloud.sqs.createQueue({ QueueName });
    return { QueueUrl, arn: `arn:aws:sqs:us-east-1:123456789012:${QueueName}` };
  };
  const [dead, failed, done] = [await queue('dead'), await queue('failed'), await queue('done')];
  await makeFunction(
    cloud,
    FunctionName,
    `export const handler = (e) => { if (e.bad) throw new Error('bad'); return e.a; }`,
    { DeadLetterConfig: { TargetArn: dead!.arn } },
  );
  await cloud.lambda.putFunctionEventInvokeConfig({
    FunctionName,
    DestinationConfig: {
      OnSuccess: { Destination: done!.arn },
      OnFailure: { Destination: failed!.arn },
    },
  });
  const send = (Payload: string) =>
    cloud.lambda.invoke({ FunctionName, InvocationType: 'Event', Payload });
  assert.equal((await send('{"a":5}')).StatusCode, 202);
  await send('{"bad":true}');
  const bodies = async ({ QueueUrl }: { QueueUrl: string }) =>
    (
      (await cloud.sqs.receiveMessage({ QueueUrl, MessageAttributeNames: ['All'] })).Messages ?? []
    ).map(({ Body, MessageAttributes }) => ({
      ...JSON.parse(Body!),
      attributes: MessageAttributes,
    }));
  await cloud.settled();
  const [success] = await bodies(done!);
  assert.deepEqual([success.requestContext.condition, success.responsePayload], ['Success', 5]);
  await cloud.advance('60s');
  assert.deepEqual(await bodies(dead!), []);
  await cloud.advance('120s');
  const [letter] = await bodies(dead!);
  assert.equal(letter.bad, true);
  assert.equal(letter.attributes.ErrorMessage.StringValue, 'bad');
  const [failure] = await bodies(failed!);
  const { condition, approximateInvokeCount } = failure.requestContext;
  assert.deepEqual(
    [condition, approximateInvokeCount, failure.responsePayload.errorMessage],
    ['RetriesExhausted', 3, 'bad'],
  );
});

test('does: runs new code, versions and aliases', async () => {
  await using cloud = await startTestCloud();
  const { lambda } = cloud;
  await makeFunction(cloud, FunctionName, 'export const handler = () => "one"', { Publish: true });
  await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: '1' });
  const call = async (more: object = {}) =>
    textOf((await lambda.invoke({ FunctionName, ...more })).Payload);
  assert.equal(await call(), 'one');
  await lambda.updateFunctionCode({
    FunctionName,
    ZipFile: zipOfTexts({ 'index.mjs': 'export const handler = () => "two"' }),
  });
  const found = [await call(), await call({ Qualifier: 'live' }), await call({ Qualifier: '1' })];
  assert.deepEqual(found, ['two', 'one', 'one']);
  await lambda.publishVersion({ FunctionName });
  await lambda.updateAlias({ FunctionName, Name: 'live', FunctionVersion: '2' });
  assert.equal(
    await call({ FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:f:live' }),
    'two',
  );
});

test('records: an invocation is a data event without its payload', async () => {
  await using cloud = await startTestCloud();
  await makeFunction(cloud, FunctionName, 'export const handler = () => 1', {
    Environment: { Variables: { KEY: 'hidden' } },
  });
  await cloud.lambda.invoke({ FunctionName, Payload: '{"password":"hidden"}' });
  const invoked = cloud.records().find(({ eventName }) => eventName === 'Invoke')!;
  assert.deepEqual(invoked.requestParameters, { functionName: 'f' });
  assert.equal(invoked.eventCategory, 'Data');
  assert.deepEqual(invoked.resources, [
    {
      accountId: '123456789012',
      type: 'AWS::Lambda::Function',
      ARN: 'arn:aws:lambda:us-east-1:123456789012:function:f',
    },
  ]);
  const created = cloud.records().find(({ eventName }) => eventName === 'CreateFunction20150331')!;
  assert.equal(created.requestParameters!.functionName, 'f');
  assert.doesNotMatch(JSON.stringify(cloud.records()), /hidden/);
});
