import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const TopicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;
const letIn = (queue: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arnOf(queue),
      Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
    },
  });

/** A topic, a queue that lets it in unless `closed`, and a dead-letter queue. */
async function start(Attributes: Record<string, string> = {}, closed = false) {
  const cloud = await startTestCloud();
  const { sns, sqs } = cloud;
  await sns.createTopic({ Name: 'alerts' });
  await sqs.createQueue({ QueueName: 'q', Attributes: closed ? {} : { Policy: letIn('q') } });
  await sqs.createQueue({ QueueName: 'dead', Attributes: { Policy: letIn('dead') } });
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: arnOf('q'), Attributes });
  return cloud;
}

async function receive({ sqs, endpoint, settled }: TestCloud, name: string) {
  await settled();
  const { Messages = [] } = await sqs.receiveMessage({
    QueueUrl: `${endpoint}/123456789012/${name}`,
    MessageAttributeNames: ['All'],
    MaxNumberOfMessages: 10,
  });
  return Messages;
}

const MessageAttributes = {
  kind: { DataType: 'String', StringValue: 'a' },
  blob: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
};

test('does: puts the envelope into the queue', async () => {
  await using cloud = await start();
  const { MessageId } = await cloud.sns.publish({
    TopicArn,
    Subject: 's',
    Message: 'm',
    MessageAttributes,
  });
  const [message] = await receive(cloud, 'q');
  const {
    Type,
    MessageId: id,
    Message,
    Subject,
    SignatureVersion,
    UnsubscribeURL,
    MessageAttributes: attributes,
  } = JSON.parse(message!.Body!);
  assert.deepEqual(
    { Type, id, Message, Subject, SignatureVersion },
    { Type: 'Notification', id: MessageId, Message: 'm', Subject: 's', SignatureVersion: '1' },
  );
  assert.ok(
    UnsubscribeURL.startsWith(`${cloud.endpoint}/?Action=Unsubscribe&SubscriptionArn=${TopicArn}:`),
  );
  assert.deepEqual(attributes, {
    kind: { Type: 'String', Value: 'a' },
    blob: { Type: 'Binary', Value: 'AQI=' },
  });
});

test('does: raw delivery puts the message and its attributes into the queue', async () => {
  await using cloud = await start({ RawMessageDelivery: 'true' });
  await cloud.sns.publish({ TopicArn, Message: 'm', MessageAttributes });
  const [message] = await receive(cloud, 'q');
  assert.equal(message?.Body, 'm');
  assert.equal(message?.MessageAttributes?.kind?.StringValue, 'a');
  assert.deepEqual(
    Buffer.from(message?.MessageAttributes?.blob?.BinaryValue ?? []),
    Buffer.from([1, 2]),
  );
});

test('does: what a queue refuses goes to the dead-letter queue', async () => {
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead') });
  await using cloud = await start({ RedrivePolicy }, true);
  const { MessageId } = await cloud.sns.publish({ TopicArn, Message: 'm' });
  assert.deepEqual(await receive(cloud, 'q'), []);
  const [message] = await receive(cloud, 'dead');
  assert.equal(JSON.parse(message!.Body!).MessageId, MessageId);
  const { RequestID, ErrorCode, ErrorMessage } = message!.MessageAttributes!;
  assert.match(RequestID?.StringValue ?? '', /^[0-9a-f-]{36}$/);
  assert.match(ErrorCode?.StringValue ?? '', /AccessDenied/);
  assert.match(ErrorMessage?.StringValue ?? '', /sqs:sendmessage/i);
});

test('does: without a dead-letter queue the message is dropped', async () => {
  await using cloud = await start({}, true);
  await cloud.sns.publish({ TopicArn, Message: 'm' });
  assert.deepEqual(await receive(cloud, 'q'), []);
  assert.equal(cloud.parts.jobs.counts()['sns.queue'], undefined);
});
