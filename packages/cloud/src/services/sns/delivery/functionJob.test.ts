import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyText, startTestCloud } from '@tocsin/testkit';
import { zipSync } from 'fflate';

const echo = 'export const handler = (e) => { console.log(JSON.stringify(e.Records[0])) }';

test('does: a function that lets the topic in has its messages', async () => {
  await using cloud = await startTestCloud();
  const { Role } = await cloud.iam.createRole({
    RoleName: 'runner',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });
  await cloud.iam.putRolePolicy({
    RoleName: 'runner',
    PolicyName: 'logs',
    PolicyDocument: policyText([{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }]),
  });
  const { FunctionArn } = await cloud.lambda.createFunction({
    FunctionName: 'echo',
    Role: Role!.Arn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(echo) }) },
  });
  const { TopicArn } = await cloud.sns.createTopic({ Name: 't' });
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName: 'dead' });
  const queueArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
  await cloud.sqs.setQueueAttributes({
    QueueUrl,
    Attributes: {
      Policy: policyText([
        { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn },
      ]),
    },
  });
  const { SubscriptionArn } = await cloud.sns.subscribe({
    TopicArn,
    Protocol: 'lambda',
    Endpoint: FunctionArn,
    Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn }) },
  });
  await cloud.sns.publish({ TopicArn, Message: 'refused' });
  await cloud.settled();
  const { Messages = [] } = await cloud.sqs.receiveMessage({ QueueUrl });
  assert.equal(JSON.parse(Messages[0]!.Body!).Message, 'refused');

  await cloud.lambda.addPermission({
    FunctionName: 'echo',
    StatementId: 'topic',
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: TopicArn,
  });
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'x' } };
  await cloud.sns.publish({ TopicArn, Message: 'taken', MessageAttributes });
  await cloud.settled();
  const { events = [] } = await cloud.logs.filterLogEvents({ logGroupName: '/aws/lambda/echo' });
  const line = events.find(({ message }) => message!.includes('taken'))!;
  const record = JSON.parse(line.message!.split('\t')[3]!);
  assert.equal(record.EventSource, 'aws:sns');
  assert.equal(record.EventSubscriptionArn, SubscriptionArn);
  const { Type, Message, Subject, MessageAttributes: attributes, UnsubscribeUrl } = record.Sns;
  assert.deepEqual(
    { Type, Message, Subject, attributes },
    {
      Type: 'Notification',
      Message: 'taken',
      Subject: null,
      attributes: { kind: { Type: 'String', Value: 'x' } },
    },
  );
  assert.match(UnsubscribeUrl, /Action=Unsubscribe/);
});
