import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';

const startMs = Date.parse('2026-09-14T05:00:00Z');

/** A queue that a topic delivers to, and an alarm that publishes to the topic. */
async function alarmWithTopic(cloud: TestCloud, more: Partial<PutMetricAlarmInput> = {}) {
  const { sns, sqs, cloudwatch } = cloud;
  const { TopicArn } = await sns.createTopic({ Name: 'alerts' });
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'inbox' });
  const Endpoint = 'arn:aws:sqs:us-east-1:123456789012:inbox';
  const Policy = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Endpoint,
      },
    ],
  });
  await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint });
  await cloudwatch.putMetricAlarm({
    AlarmName: 'errors',
    Namespace: 'App',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [TopicArn!],
    ...more,
  });
  return { TopicArn: TopicArn!, QueueUrl: QueueUrl! };
}

async function put(cloud: TestCloud, Value: number) {
  const MetricData = [{ MetricName: 'Errors', Value }];
  await cloud.cloudwatch.putMetricData({ Namespace: 'App', MetricData });
  await cloud.settled();
}

async function received(cloud: TestCloud, QueueUrl: string) {
  const { Messages = [] } = await cloud.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
  return Messages.map(({ Body }) => JSON.parse(Body!));
}

async function actionItems(cloud: TestCloud) {
  const { AlarmHistoryItems = [] } = await cloud.cloudwatch.describeAlarmHistory({
    HistoryItemType: 'Action',
  });
  return AlarmHistoryItems.map(({ HistorySummary, HistoryData }) => ({
    summary: HistorySummary,
    data: JSON.parse(HistoryData!),
  }));
}

test('an alarm publishes each transition to its topics, once', async () => {
  await using cloud = await startTestCloud({ startMs });
  const { TopicArn, QueueUrl } = await alarmWithTopic(cloud);
  await put(cloud, 1);
  await put(cloud, 1);
  await cloud.advance('1m');
  await put(cloud, 1);

  const messages = await received(cloud, QueueUrl);
  assert.equal(messages.length, 1);
  assert.equal(messages[0].Subject, 'ALARM: "errors" in US East (N. Virginia)');
  const body = JSON.parse(messages[0].Message);
  assert.equal(body.NewStateValue, 'ALARM');
  assert.equal(body.OldStateValue, 'OK');
  assert.equal(body.StateChangeTime, '2026-09-14T05:00:00.000+0000');

  const [item, ...others] = await actionItems(cloud);
  assert.equal(others.length, 0);
  assert.equal(item?.summary, `Successfully executed action ${TopicArn}`);
  assert.equal(item?.data.actionState, 'Succeeded');
  assert.equal(item?.data.stateUpdateTimestamp, startMs);
  assert.equal(JSON.parse(item?.data.publishedMessage).default, messages[0].Message);
});

test('each state has actions of its own', async () => {
  await using cloud = await startTestCloud({ startMs });
  const topic = 'arn:aws:sns:us-east-1:123456789012:alerts';
  const { QueueUrl } = await alarmWithTopic(cloud, {
    AlarmActions: [],
    OKActions: [topic],
    InsufficientDataActions: [topic],
  });
  await put(cloud, 1);
  await cloud.advance('10m');
  await cloud.cloudwatch.setAlarmState({
    AlarmName: 'errors',
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'a drill',
  });
  await cloud.settled();
  const states = (await received(cloud, QueueUrl)).map(
    ({ Message }) => JSON.parse(Message).NewStateValue,
  );
  assert.deepEqual(states.sort(), ['INSUFFICIENT_DATA', 'OK', 'OK']);
});

test('disabled actions do not run', async () => {
  await using cloud = await startTestCloud({ startMs });
  const { QueueUrl } = await alarmWithTopic(cloud);
  await cloud.cloudwatch.disableAlarmActions({ AlarmNames: ['errors', 'unknown'] });
  await put(cloud, 1);
  assert.deepEqual(await received(cloud, QueueUrl), []);
  assert.deepEqual(await actionItems(cloud), []);
});

test('an action that fails is told in the history', async (t) => {
  await t.test("when the topic's policy does not let CloudWatch publish", async () => {
    await using cloud = await startTestCloud({ startMs });
    const { TopicArn } = await alarmWithTopic(cloud);
    const AttributeValue = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: TopicArn,
        },
      ],
    });
    await cloud.sns.setTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue });
    await put(cloud, 1);
    const [item] = await actionItems(cloud);
    assert.equal(item?.summary, `Failed to execute action ${TopicArn}`);
    assert.deepEqual(item?.data, {
      actionState: 'Failed',
      stateUpdateTimestamp: startMs,
      notificationResource: TopicArn,
      publishedMessage: null,
      error: `CloudWatch Alarms is not authorized to perform: SNS:Publish on resource:${TopicArn}`,
      muteWindowEndTimestamp: null,
    });
  });

  await t.test('when the topic is gone', async () => {
    await using cloud = await startTestCloud({ startMs });
    const { TopicArn } = await alarmWithTopic(cloud);
    await cloud.sns.deleteTopic({ TopicArn });
    await put(cloud, 1);
    const [item] = await actionItems(cloud);
    assert.equal(item?.data.actionState, 'Failed');
    assert.equal(item?.data.error, 'Topic does not exist');
  });
});
