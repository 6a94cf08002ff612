import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { policyText, startTestCloud } from '@tocsin/testkit';
import { zipSync } from 'fflate';

const logGroupName = 'orders';
const destinationArn = 'arn:aws:lambda:us-east-1:123456789012:function:echo';
const filter = { logGroupName, filterName: 'bad', filterPattern: 'ERROR', destinationArn };

test('does: a function has the events that match; refuses: one that lets nobody in', async () => {
  await using cloud = await startTestCloud();
  const { logs, lambda, iam } = cloud;
  await logs.createLogGroup({ logGroupName });
  await logs.createLogStream({ logGroupName, logStreamName: 's' });
  const { Role } = await iam.createRole({
    RoleName: 'runner',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });
  const PolicyDocument = policyText([{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }]);
  await iam.putRolePolicy({ RoleName: 'runner', PolicyName: 'logs', PolicyDocument });
  await lambda.createFunction({
    FunctionName: 'echo',
    Role: Role!.Arn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: {
      ZipFile: zipSync({
        'index.mjs': Buffer.from('export const handler = (e) => console.log(e.awslogs.data)'),
      }),
    },
  });
  await assert.rejects(logs.putSubscriptionFilter(filter), {
    name: 'InvalidParameterException',
    message: /^Could not execute the lambda function\. Make sure you have given CloudWatch Logs/,
  });
  await lambda.addPermission({
    FunctionName: 'echo',
    StatementId: 'logs',
    Action: 'lambda:InvokeFunction',
    Principal: 'logs.amazonaws.com',
    SourceArn: 'arn:aws:logs:us-east-1:123456789012:log-group:orders:*',
  });
  await logs.putSubscriptionFilter(filter);
  const timestamp = cloud.parts.clock.now();
  const logEvents = ['fine', 'ERROR one', 'ERROR two'].map((message) => ({ timestamp, message }));
  await logs.putLogEvents({ logGroupName, logStreamName: 's', logEvents });
  await cloud.settled();
  const { events = [] } = await logs.filterLogEvents({ logGroupName: '/aws/lambda/echo' });
  const line = events.find(({ message }) => message!.includes('INFO'))!.message!;
  const data = JSON.parse(gunzipSync(Buffer.from(line.split('\t')[3]!, 'base64')).toString());
  const stored = await logs.filterLogEvents({ logGroupName, filterPattern: 'ERROR' });
  assert.deepEqual(data, {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: 'orders',
    logStream: 's',
    subscriptionFilters: ['bad'],
    logEvents: stored.events!.map(({ eventId: id, message }) => ({ id, timestamp, message })),
  });
  const { subscriptionFilters } = await logs.describeSubscriptionFilters({ logGroupName });
  assert.deepEqual(
    subscriptionFilters!.map((one) => one.filterName),
    ['bad'],
  );
  await logs.deleteSubscriptionFilter({ logGroupName, filterName: 'bad' });
  await assert.rejects(logs.deleteSubscriptionFilter({ logGroupName, filterName: 'bad' }), {
    name: 'ResourceNotFoundException',
  });
});
