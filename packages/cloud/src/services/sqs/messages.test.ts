import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

async function makeQueue(cloud: TestCloud, name = 'box', attributes: Record<string, string> = {}) {
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName: name, Attributes: attributes });
  return QueueUrl!;
}

async function bodies(cloud: TestCloud, QueueUrl: string, more: object = {}) {
  const { Messages = [] } = await cloud.sqs.receiveMessage({
    QueueUrl,
    MaxNumberOfMessages: 10,
    ...more,
  });
  return Messages.map(({ Body }) => Body);
}

test('refuses: messages that SQS would not take', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud, 'box', { MaximumMessageSize: '1024' });
  const attribute = (value: object) => ({ MessageAttributes: { a: value as never } });
  const cases: [object, string, RegExp][] = [
    [
      { MessageBody: '' },
      'MissingParameter',
      /^The request must contain the parameter MessageBody/,
    ],
    [{ MessageBody: 'x'.repeat(1025) }, 'InvalidParameterValue', /shorter than 1024 bytes\.$/],
    [{ MessageBody: '\u0001' }, 'InvalidMessageContents', /binary character '#x1' was found/],
    [
      { DelaySeconds: 901 },
      'InvalidParameterValue',
      /^Value 901 for parameter DelaySeconds is inv/,
    ],
    [
      attribute({ DataType: 'Text', StringValue: 'x' }),
      'InvalidParameterValue',
      /type prefixes is/,
    ],
    [attribute({ DataType: 'Number', StringValue: 'x' }), 'InvalidParameterValue', /^Can't cast/],
    [
      attribute({ DataType: 'String' }),
      'InvalidParameterValue',
      /must contain non-empty message at/,
    ],
    [{ MessageGroupId: 'g' }, 'NotImplemented', /SendMessage: MessageGroupId/],
  ];
  for (const [change, name, message] of cases) {
    const sent = cloud.sqs.sendMessage({ QueueUrl, MessageBody: 'x', ...change });
    await assert.rejects(sent, { name, message });
  }
});

test('refuses: batches, ranges and receipts', async () => {
  await using cloud = await startTestCloud();
  const { sqs } = cloud;
  const QueueUrl = await makeQueue(cloud);
  const entries = (...ids: string[]) => ids.map((Id) => ({ Id, MessageBody: 'x' }));
  const send = (...ids: string[]) => sqs.sendMessageBatch({ QueueUrl, Entries: entries(...ids) });
  await assert.rejects(send(), { name: 'EmptyBatchRequest' });
  await assert.rejects(send('a', 'a'), {
    name: 'BatchEntryIdsNotDistinct',
    message: 'Id a repeated.',
  });
  await assert.rejects(send('a b'), { name: 'InvalidBatchEntryId' });
  await assert.rejects(send(...'abcdefghijk'), { name: 'TooManyEntriesInBatchRequest' });
  const range = { name: 'InvalidParameterValue' };
  await assert.rejects(sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 11 }), range);
  await assert.rejects(sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 21 }), range);
  await assert.rejects(sqs.deleteMessage({ QueueUrl, ReceiptHandle: 'x' }), {
    name: 'ReceiptHandleIsInvalid',
    message: 'The input receipt handle "x" is not a valid receipt handle.',
  });
});

test('does: carries a message with its digests, attributes and receive count', async () => {
  await using cloud = await startTestCloud();
  const { sqs } = cloud;
  const QueueUrl = await makeQueue(cloud);
  const MessageAttributes = {
    'trace.id': { DataType: 'String', StringValue: 'abc' },
    count: { DataType: 'Number.int', StringValue: '12' },
    raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
  };
  const sent = await sqs.sendMessage({ QueueUrl, MessageBody: 'hello', MessageAttributes });
  assert.equal(sent.MD5OfMessageBody, '5d41402abc4b2a76b9719d911017c592');
  const ask = { AttributeNames: ['All' as const], MessageAttributeNames: ['All'] };
  const first = await sqs.receiveMessage({ QueueUrl, ...ask });
  const [message] = first.Messages ?? [];
  assert.equal(message?.MessageId, sent.MessageId);
  assert.equal(message?.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
  assert.deepEqual(message?.MessageAttributes?.raw?.BinaryValue, new Uint8Array([1, 2, 3]));
  assert.equal(message?.Attributes?.ApproximateReceiveCount, '1');
  assert.match(message?.Attributes?.SenderId ?? '', /^AIDA/);
  assert.deepEqual(await bodies(cloud, QueueUrl), []);
  await cloud.advance('30s');
  const again = await sqs.receiveMessage({ QueueUrl, MessageAttributeNames: ['trace.*'] });
  assert.deepEqual(Object.keys(again.Messages?.[0]?.MessageAttributes ?? {}), ['trace.id']);
  await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message!.ReceiptHandle! });
  await sqs.deleteMessage({ QueueUrl, ReceiptHandle: again.Messages![0]!.ReceiptHandle! });
  await cloud.advance('30s');
  assert.deepEqual(await bodies(cloud, QueueUrl), []);
});

test('does: counts what is visible, in flight and delayed; changes visibility; forgets', async () => {
  await using cloud = await startTestCloud();
  const { sqs } = cloud;
  const QueueUrl = await makeQueue(cloud, 'box', { MessageRetentionPeriod: '60' });
  const counts = async () => {
    const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
    return [
      Attributes.ApproximateNumberOfMessages,
      Attributes.ApproximateNumberOfMessagesNotVisible,
      Attributes.ApproximateNumberOfMessagesDelayed,
    ].map(Number);
  };
  await sqs.sendMessageBatch({
    QueueUrl,
    Entries: [
      { Id: 'a', MessageBody: 'a' },
      { Id: 'b', MessageBody: 'b' },
      { Id: 'c', MessageBody: 'c', DelaySeconds: 20 },
    ],
  });
  const { Messages = [] } = await sqs.receiveMessage({ QueueUrl });
  assert.deepEqual(await counts(), [1, 1, 1]);
  const { ReceiptHandle } = Messages[0]!;
  await sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
  assert.deepEqual(await counts(), [2, 0, 1]);
  await assert.rejects(
    sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 9 }),
    { name: 'InvalidParameterValue', message: /not available for visibility timeout change\.$/ },
  );
  await cloud.advance('20s');
  assert.deepEqual(await counts(), [3, 0, 0]);
  await cloud.advance('40s');
  assert.deepEqual(await counts(), [0, 0, 0]);
  assert.deepEqual(await bodies(cloud, QueueUrl), []);
});

test('does: a long poll answers when a message comes, and else at its end', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud);
  const waits = [1, 2].map(() => bodies(cloud, QueueUrl, { WaitTimeSeconds: 20 }));
  await untilWaiting(cloud, 2);
  await cloud.sqs.sendMessage({ QueueUrl, MessageBody: 'now' });
  assert.deepEqual(await Promise.race(waits), ['now']);
  await untilWaiting(cloud, 1);
  await cloud.advance('20s');
  assert.deepEqual((await Promise.all(waits)).flat(), ['now']);
  await untilWaiting(cloud, 0);
  const late = bodies(cloud, QueueUrl, { WaitTimeSeconds: 20 });
  await untilWaiting(cloud, 1);
  await cloud.advance('10s');
  assert.deepEqual(await late, ['now'], 'the visibility timeout ends while the poll waits');
});

test('does: a long poll whose client has left takes no message', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud);
  const leaver = new AbortController();
  const left = assert.rejects(
    cloud.sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 }, { abortSignal: leaver.signal }),
  );
  await untilWaiting(cloud, 1);
  const stays = bodies(cloud, QueueUrl, { WaitTimeSeconds: 20 });
  await untilWaiting(cloud, 2);
  leaver.abort();
  await left;
  // A round trip, in which the cloud sees the connection end.
  await makeQueue(cloud, 'other');
  await cloud.sqs.sendMessage({ QueueUrl, MessageBody: 'now' });
  assert.deepEqual(await stays, ['now']);
});

test('does: a long poll does not keep the cloud from stopping', async () => {
  const cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud);
  const wait = assert.rejects(bodies(cloud, QueueUrl, { WaitTimeSeconds: 20 }));
  await untilWaiting(cloud, 1);
  await cloud[Symbol.asyncDispose]();
  await wait;
});

/** Resolves when so many requests wait for a message. */
async function untilWaiting(cloud: TestCloud, count: number) {
  while ((cloud.parts.jobs.counts()['sqs.wakeReceiver'] ?? 0) !== count) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('does: moves what was received too often to the dead-letter queue', async () => {
  await using cloud = await startTestCloud();
  const dead = await makeQueue(cloud, 'dead');
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
  const QueueUrl = await makeQueue(cloud, 'box', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '2' }),
    VisibilityTimeout: '1',
  });
  await cloud.sqs.sendMessage({ QueueUrl, MessageBody: 'bad' });
  for (const expected of [['bad'], ['bad'], []]) {
    assert.deepEqual(await bodies(cloud, QueueUrl), expected);
    await cloud.advance('1s');
  }
  const { Messages = [] } = await cloud.sqs.receiveMessage({
    QueueUrl: dead,
    MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'],
  });
  assert.deepEqual(Messages[0]?.Attributes, {
    DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:123456789012:box',
  });
  const sources = await cloud.sqs.listDeadLetterSourceQueues({ QueueUrl: dead });
  assert.deepEqual(sources.queueUrls, [QueueUrl]);
});

test('records: messages are data events of their queue, without content', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud);
  await cloud.sqs.sendMessage({ QueueUrl, MessageBody: 'hush' });
  await cloud.sqs.receiveMessage({ QueueUrl });
  const [, sent, received] = cloud.records();
  assert.equal(sent?.eventCategory, 'Data');
  assert.deepEqual(sent?.requestParameters, {
    queueUrl: QueueUrl,
    messageBody: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  });
  assert.deepEqual(sent?.resources, [
    {
      accountId: '123456789012',
      type: 'AWS::SQS::Queue',
      ARN: 'arn:aws:sqs:us-east-1:123456789012:box',
    },
  ]);
  assert.equal(received?.readOnly, true);
  assert.equal(received?.responseElements, null);
});
