import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const account = '123456789012';

async function makeQueue(cloud: TestCloud, name = 'box', attributes: Record<string, string> = {}) {
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName: name, Attributes: attributes });
  return QueueUrl!;
}

test('refuses: queues that SQS would not make', async () => {
  await using cloud = await startTestCloud();
  await makeQueue(cloud, 'known', { VisibilityTimeout: '40' });
  const policyFor = (principal: string) => ({
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:${principal}` },
        Action: 'sqs:SendMessage',
        Resource: '*',
      },
    }),
  });
  const redrive = (policy: object) => ({ RedrivePolicy: JSON.stringify(policy) });
  const cases: [string, Record<string, string>, string, RegExp][] = [
    ['a b', {}, 'InvalidParameterValue', /^Can only include alphanumeric characters/],
    ['x'.repeat(81), {}, 'InvalidParameterValue', /1 to 80 in length$/],
    ['a.fifo', {}, 'InvalidParameterValue', /^Can only include/],
    ['a.fifo', { FifoQueue: 'true' }, 'NotImplemented', /CreateQueue: Attributes.FifoQueue/],
    ['a', { FifoQueue: 'false' }, 'InvalidAttributeName', /^Unknown Attribute FifoQueue\.$/],
    ['a', { KmsMasterKeyId: 'k' }, 'NotImplemented', /CreateQueue: Attributes.KmsMasterKeyId/],
    ['a', { QueueArn: 'x' }, 'InvalidAttributeName', /^Unknown Attribute QueueArn\.$/],
    ['a', { Colour: 'x' }, 'InvalidAttributeName', /^Unknown Attribute Colour\.$/],
    ['a', { DelaySeconds: '901' }, 'InvalidAttributeValue', /for the parameter DelaySeconds\.$/],
    ['a', { VisibilityTimeout: '1.5' }, 'InvalidAttributeValue', /VisibilityTimeout\.$/],
    ['a', { Policy: '{}' }, 'InvalidAttributeValue', /^Invalid value for the parameter Policy\.$/],
    [
      'a',
      policyFor('user/gone'),
      'InvalidAttributeValue',
      /^Invalid value for the parameter Policy\.$/,
    ],
    ['a', redrive({}), 'InvalidParameterValue', /mandatory attribute: deadLetterTargetArn\.$/],
    [
      'a',
      redrive({ deadLetterTargetArn: `arn:aws:sqs:us-east-1:${account}:no`, maxReceiveCount: 1 }),
      'InvalidParameterValue',
      /Dead letter target does not exist\.$/,
    ],
    [
      'a',
      redrive({
        deadLetterTargetArn: `arn:aws:sqs:us-east-1:${account}:known`,
        maxReceiveCount: 0,
      }),
      'InvalidParameterValue',
      /Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive\.$/,
    ],
    [
      'known',
      { VisibilityTimeout: '41' },
      'QueueNameExists',
      /^A queue already exists with the same name and a different value for attribute Visibility/,
    ],
  ];
  for (const [QueueName, Attributes, name, message] of cases) {
    await assert.rejects(cloud.sqs.createQueue({ QueueName, Attributes }), { name, message });
  }
});

test('refuses: addresses that are no queue of the account', async () => {
  await using cloud = await startTestCloud();
  const at = (path: string) => ({ QueueUrl: `${cloud.endpoint}${path}` });
  const missing = { name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' };
  await assert.rejects(cloud.sqs.purgeQueue(at('/nowhere')), { name: 'InvalidAddress' });
  await assert.rejects(cloud.sqs.purgeQueue(at(`/${account}/no`)), missing);
  await assert.rejects(cloud.sqs.purgeQueue(at('/999999999999/no')), missing);
  await assert.rejects(cloud.sqs.getQueueUrl({ QueueName: 'no' }), missing);
});

test('does: keeps attributes, and gives the URL again to who asks for the same', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud, 'box', { DelaySeconds: '5' });
  assert.equal(QueueUrl, `${cloud.endpoint}/${account}/box`);
  assert.equal(
    await makeQueue(cloud, 'box', { DelaySeconds: '5', VisibilityTimeout: '30' }),
    QueueUrl,
  );
  assert.equal((await cloud.sqs.getQueueUrl({ QueueName: 'box' })).QueueUrl, QueueUrl);
  await cloud.advance('10s');
  await cloud.sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '7' } });
  const all = await cloud.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
  const { CreatedTimestamp, LastModifiedTimestamp, ...others } = all.Attributes ?? {};
  assert.equal(Number(LastModifiedTimestamp) - Number(CreatedTimestamp), 10);
  assert.deepEqual(others, {
    QueueArn: `arn:aws:sqs:us-east-1:${account}:box`,
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    VisibilityTimeout: '7',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '5',
    MaximumMessageSize: '1048576',
    ReceiveMessageWaitTimeSeconds: '0',
  });
});

test('does: lists queues by prefix and in pages', async () => {
  await using cloud = await startTestCloud();
  for (const name of ['b2', 'a', 'b1', 'b3']) await makeQueue(cloud, name);
  const names = (urls: string[] = []) => urls.map((url) => url.split('/').at(-1));
  const first = await cloud.sqs.listQueues({ QueueNamePrefix: 'b', MaxResults: 2 });
  assert.deepEqual(names(first.QueueUrls), ['b1', 'b2']);
  const { NextToken } = first;
  const second = await cloud.sqs.listQueues({ QueueNamePrefix: 'b', MaxResults: 2, NextToken });
  assert.deepEqual(names(second.QueueUrls), ['b3']);
  assert.equal(second.NextToken, undefined);
  assert.equal((await cloud.sqs.listQueues({ QueueNamePrefix: 'c' })).QueueUrls, undefined);
  const bad = cloud.sqs.listQueues({ NextToken: '\u00e4', MaxResults: 2 });
  await assert.rejects(bad, { name: 'InvalidParameterValue' });
});

test('does: tags, and permissions by label', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud);
  await cloud.sqs.tagQueue({ QueueUrl, Tags: { team: 'blue', stage: 'test' } });
  await cloud.sqs.untagQueue({ QueueUrl, TagKeys: ['stage'] });
  assert.deepEqual((await cloud.sqs.listQueueTags({ QueueUrl })).Tags, { team: 'blue' });
  const permission = { QueueUrl, Label: 'guest', AWSAccountIds: ['111122223333'], Actions: ['*'] };
  await cloud.sqs.addPermission(permission);
  await assert.rejects(cloud.sqs.addPermission(permission), /Reason: Already exists\./);
  const policy = async () =>
    (await cloud.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] })).Attributes;
  const arn = `arn:aws:sqs:us-east-1:${account}:box`;
  assert.deepEqual(JSON.parse((await policy())?.Policy ?? ''), {
    Version: '2012-10-17',
    Id: `${arn}/SQSDefaultPolicy`,
    Statement: [
      {
        Sid: 'guest',
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
        Action: ['SQS:*'],
        Resource: arn,
      },
    ],
  });
  await cloud.sqs.removePermission({ QueueUrl, Label: 'guest' });
  assert.equal(await policy(), undefined);
});

test('does: a deleted queue is gone with its messages; at pace aws its name for a minute', async () => {
  await using cloud = await startTestCloud({ pace: 'aws' });
  const QueueUrl = await makeQueue(cloud);
  await cloud.sqs.sendMessage({ QueueUrl, MessageBody: 'old' });
  await cloud.sqs.purgeQueue({ QueueUrl });
  await assert.rejects(cloud.sqs.purgeQueue({ QueueUrl }), { name: 'PurgeQueueInProgress' });
  await cloud.sqs.deleteQueue({ QueueUrl });
  await assert.rejects(cloud.sqs.deleteQueue({ QueueUrl }), { name: 'QueueDoesNotExist' });
  await assert.rejects(makeQueue(cloud), { name: 'QueueDeletedRecently' });
  await cloud.advance('60s');
  await makeQueue(cloud);
  assert.equal((await cloud.sqs.receiveMessage({ QueueUrl })).Messages, undefined);
});

test('records: making a queue is a management event', async () => {
  await using cloud = await startTestCloud();
  const QueueUrl = await makeQueue(cloud, 'box', { DelaySeconds: '5' });
  const [record] = cloud.records();
  assert.equal(record?.eventSource, 'sqs.amazonaws.com');
  assert.equal(record?.eventCategory, 'Management');
  assert.deepEqual(record?.requestParameters, {
    queueName: 'box',
    attributes: { DelaySeconds: '5' },
  });
  assert.deepEqual(record?.responseElements, { queueUrl: QueueUrl });
});
