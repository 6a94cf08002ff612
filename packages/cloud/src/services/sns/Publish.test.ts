import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clients, startTestCloud, type TestCloud } from '@tocsin/testkit';

const TopicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';

async function startSubscribed(): Promise<TestCloud> {
  const cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  await cloud.sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'eve@example.com' });
  await cloud.settled();
  await fetch(/http:\/\/\S+/.exec(cloud.mails()[0]!.text)![0]);
  return cloud;
}

async function ring({ cloudwatch, settled }: TestCloud) {
  await cloudwatch.putMetricAlarm({
    AlarmName: 'a',
    Namespace: 'n',
    MetricName: 'm',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [TopicArn],
  });
  await cloudwatch.setAlarmState({ AlarmName: 'a', StateValue: 'ALARM', StateReason: 'test' });
  await settled();
  const { AlarmHistoryItems } = await cloudwatch.describeAlarmHistory({
    HistoryItemType: 'Action',
  });
  return JSON.parse(AlarmHistoryItems?.[0]?.HistoryData ?? '{}');
}

test('does: an alarm may publish under the default policy, and its mail is the text for mail', async () => {
  await using cloud = await startSubscribed();
  assert.equal((await ring(cloud)).actionState, 'Succeeded');
  const mail = cloud.mails().at(-1)!;
  assert.equal(mail.subject, 'ALARM: "a" in US East (N. Virginia)');
  assert.match(mail.text, /^You are receiving this email because your Amazon CloudWatch Alarm "a"/);
});

test('refuses: an alarm that the topic policy does not let in', async () => {
  await using cloud = await startSubscribed();
  const AttributeValue = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TopicArn,
    },
  });
  await cloud.sns.setTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue });
  const { actionState, error } = await ring(cloud);
  assert.equal(actionState, 'Failed');
  assert.equal(
    error,
    `CloudWatch Alarms is not authorized to perform: SNS:Publish on resource:${TopicArn}`,
  );
});

test('does: a batch sends what is right and names what is wrong', async () => {
  await using cloud = await startSubscribed();
  const { Successful, Failed } = await cloud.sns.publishBatch({
    TopicArn,
    PublishBatchRequestEntries: [
      { Id: 'one', Message: 'first' },
      { Id: 'two', Message: 'second', Subject: 'a\nb' },
    ],
  });
  await cloud.settled();
  assert.deepEqual(
    Successful?.map(({ Id }) => Id),
    ['one'],
  );
  assert.deepEqual(Failed, [
    {
      Id: 'two',
      Code: 'InvalidParameter',
      Message: 'Invalid parameter: Subject',
      SenderFault: true,
    },
  ]);
  assert.match(cloud.mails().at(-1)!.text, /^first\n/);
});

const publish = (input: object) => (sns: Clients['sns']) =>
  sns.publish({ TopicArn, Message: 'm', ...input });
const batch =
  (...PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
  (sns: Clients['sns']) =>
    sns.publishBatch({ TopicArn, PublishBatchRequestEntries });
const attribute = (DataType: string, StringValue: string) => ({
  MessageAttributes: { x: { DataType, StringValue } },
});

const refusals: [
  name: string,
  call: (sns: Clients['sns']) => Promise<unknown>,
  error: string,
  message: string,
][] = [
  [
    'an empty message',
    publish({ Message: '' }),
    'InvalidParameterException',
    'Invalid parameter: Empty message',
  ],
  [
    'a long message',
    publish({ Message: 'x'.repeat(262_145) }),
    'InvalidParameterException',
    'Invalid parameter: Message too long',
  ],
  [
    'a missing topic',
    publish({ TopicArn: `${TopicArn}x` }),
    'NotFoundException',
    'Topic does not exist',
  ],
  [
    'no topic',
    publish({ TopicArn: undefined }),
    'InvalidParameterException',
    'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
  ],
  [
    'a phone',
    publish({ TopicArn: undefined, PhoneNumber: '+15550100' }),
    'NotImplemented',
    'tocsin does not implement Publish: PhoneNumber.',
  ],
  [
    'broken JSON',
    publish({ MessageStructure: 'json' }),
    'InvalidParameterException',
    'Invalid parameter: Message Structure - JSON message body failed to parse',
  ],
  [
    'no default',
    publish({ MessageStructure: 'json', Message: '{"email":"e"}' }),
    'InvalidParameterException',
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  ],
  [
    'null',
    publish({ MessageStructure: 'json', Message: 'null' }),
    'InvalidParameterException',
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  ],
  [
    'a wrong type',
    publish(attribute('Text', 'a')),
    'InvalidParameterValueException',
    "The message attribute 'x' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  [
    'no number',
    publish(attribute('Number', 'a')),
    'InvalidParameterValueException',
    "Could not cast message attribute 'x' value to number.",
  ],
  [
    'two entries of one id',
    batch({ Id: 'a', Message: 'm' }, { Id: 'a', Message: 'm' }),
    'BatchEntryIdsNotDistinctException',
    'Two or more batch entries in the request have the same Id.',
  ],
  [
    'a long batch',
    batch({ Id: 'a', Message: 'x'.repeat(200_000) }, { Id: 'b', Message: 'x'.repeat(100_000) }),
    'BatchRequestTooLongException',
    'The length of all the batch messages put together is more than the limit.',
  ],
];

test('refuses what AWS refuses, and what is not done', async (t) => {
  await using cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  for (const [name, call, error, message] of refusals) {
    await t.test(name, () => assert.rejects(call(cloud.sns), { name: error, message }));
  }
});
