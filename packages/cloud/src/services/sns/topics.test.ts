import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clients, startTestCloud } from '@tocsin/testkit';

const arn = 'arn:aws:sns:us-east-1:123456789012:alerts';
const missing = 'arn:aws:sns:us-east-1:123456789012:missing';

test('does: creates a topic once, lists it, deletes it twice', async () => {
  await using cloud = await startTestCloud();
  const { sns } = cloud;
  assert.equal((await sns.createTopic({ Name: 'alerts' })).TopicArn, arn);
  assert.equal((await sns.createTopic({ Name: 'alerts' })).TopicArn, arn);
  assert.deepEqual((await sns.listTopics({})).Topics, [{ TopicArn: arn }]);
  await sns.deleteTopic({ TopicArn: arn });
  await sns.deleteTopic({ TopicArn: arn });
  assert.deepEqual((await sns.listTopics({})).Topics ?? [], []);
});

test('does: a new topic has the attributes that AWS gives it', async () => {
  await using cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  const { Attributes } = await cloud.sns.getTopicAttributes({ TopicArn: arn });
  assert.deepEqual(Attributes, {
    Policy: `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"${arn}","Condition":{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}]}`,
    Owner: '123456789012',
    SubscriptionsPending: '0',
    TopicArn: arn,
    EffectiveDeliveryPolicy:
      '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}',
    SubscriptionsConfirmed: '0',
    DisplayName: '',
    SubscriptionsDeleted: '0',
  });
});

test('does: sets attributes, permissions and tags', async () => {
  await using cloud = await startTestCloud();
  const { sns } = cloud;
  await sns.createTopic({
    Name: 'alerts',
    Attributes: { SignatureVersion: '2' },
    Tags: [{ Key: 'a', Value: '1' }],
  });
  await sns.setTopicAttributes({
    TopicArn: arn,
    AttributeName: 'DisplayName',
    AttributeValue: 'Alerts',
  });
  await sns.addPermission({
    TopicArn: arn,
    Label: 'other',
    AWSAccountId: ['111111111111'],
    ActionName: ['Publish'],
  });
  const { Attributes = {} } = await sns.getTopicAttributes({ TopicArn: arn });
  assert.equal(Attributes.SignatureVersion, '2');
  assert.equal(Attributes.DisplayName, 'Alerts');
  assert.deepEqual(JSON.parse(Attributes.Policy!).Statement[1], {
    Sid: 'other',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    Action: 'SNS:Publish',
    Resource: arn,
  });
  await sns.removePermission({ TopicArn: arn, Label: 'other' });
  const after = await sns.getTopicAttributes({ TopicArn: arn });
  assert.equal(JSON.parse(after.Attributes!.Policy!).Statement.length, 1);

  await sns.tagResource({ ResourceArn: arn, Tags: [{ Key: 'b', Value: '2' }] });
  await sns.untagResource({ ResourceArn: arn, TagKeys: ['a'] });
  const { Tags } = await sns.listTagsForResource({ ResourceArn: arn });
  assert.deepEqual(Tags, [{ Key: 'b', Value: '2' }]);
});

test('does: lists in pages of a hundred', async () => {
  await using cloud = await startTestCloud();
  const { sns } = cloud;
  for (let index = 0; index < 101; index += 1) await sns.createTopic({ Name: `topic-${index}` });
  const first = await sns.listTopics({});
  assert.equal(first.Topics?.length, 100);
  const second = await sns.listTopics({ NextToken: first.NextToken });
  assert.equal(second.Topics?.length, 1);
  assert.equal(second.NextToken, undefined);
});

const set = (AttributeName: string, AttributeValue: string) => (sns: Clients['sns']) =>
  sns.setTopicAttributes({ TopicArn: arn, AttributeName, AttributeValue });

const refusals: [
  name: string,
  call: (sns: Clients['sns']) => Promise<unknown>,
  error: string,
  message: string,
][] = [
  [
    'a wrong name',
    (sns) => sns.createTopic({ Name: 'a b' }),
    'InvalidParameterException',
    'Invalid parameter: Topic Name',
  ],
  [
    'a FIFO topic',
    (sns) => sns.createTopic({ Name: 'a.fifo' }),
    'NotImplemented',
    'tocsin does not implement CreateTopic: FifoTopic.',
  ],
  [
    'other attributes',
    (sns) => sns.createTopic({ Name: 'alerts', Attributes: { DisplayName: 'x' } }),
    'InvalidParameterException',
    'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
  ],
  [
    'other tags',
    (sns) => sns.createTopic({ Name: 'alerts', Tags: [{ Key: 'a', Value: '1' }] }),
    'InvalidParameterException',
    'Invalid parameter: Tags Reason: Topic already exists with different tags',
  ],
  [
    'a missing topic',
    (sns) => sns.getTopicAttributes({ TopicArn: missing }),
    'NotFoundException',
    'Topic does not exist',
  ],
  [
    'a topic of another Region',
    (sns) => sns.getTopicAttributes({ TopicArn: missing.replace('us-east-1', 'eu-west-1') }),
    'InvalidParameterException',
    'Invalid parameter: TopicArn',
  ],
  [
    'no ARN',
    (sns) => sns.getTopicAttributes({ TopicArn: 'alerts' }),
    'InvalidParameterException',
    'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  ],
  [
    'an unknown attribute',
    set('Colour', 'red'),
    'InvalidParameterException',
    'Invalid parameter: AttributeName',
  ],
  [
    'encryption',
    set('KmsMasterKeyId', 'alias/aws/sns'),
    'NotImplemented',
    'tocsin does not implement the topic attribute KmsMasterKeyId.',
  ],
  [
    'tracing',
    set('TracingConfig', 'Active'),
    'NotImplemented',
    'tocsin does not implement the topic attribute TracingConfig.',
  ],
  [
    'a line break in the name',
    set('DisplayName', 'a\r\nBcc: b@c.d'),
    'InvalidParameterException',
    'Invalid parameter: DisplayName',
  ],
  [
    'actions of another service',
    set(
      'Policy',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
      }),
    ),
    'InvalidParameterException',
    'Invalid parameter: Policy statement action out of service scope!',
  ],
  [
    'a policy for a role that is not there',
    set(
      'Policy',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:role/gone' },
          Action: 'sns:Publish',
          Resource: arn,
        },
      }),
    ),
    'InvalidParameterException',
    'Invalid parameter: Policy Error: PrincipalNotFound',
  ],
  [
    'an incomplete delivery policy',
    set('DeliveryPolicy', '{"http":{"defaultHealthyRetryPolicy":{"numRetries":1}}}'),
    'InvalidParameterException',
    'Invalid parameter: DeliveryPolicy: defaultHealthyRetryPolicy.minDelayTarget must be specified',
  ],
  [
    'tags of a missing topic',
    (sns) => sns.listTagsForResource({ ResourceArn: missing }),
    'ResourceNotFoundException',
    'Resource does not exist',
  ],
  [
    'a wrong page',
    (sns) => sns.listTopics({ NextToken: 'x' }),
    'InvalidParameterException',
    'Invalid parameter: NextToken',
  ],
];

test('refuses what AWS refuses, and what is not done', async (t) => {
  await using cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  for (const [name, call, error, message] of refusals) {
    await t.test(name, () => assert.rejects(call(cloud.sns), { name: error, message }));
  }
});

test('refuses: a denial in the topic policy, in words of AWS', async () => {
  await using cloud = await startTestCloud();
  const { sns } = cloud;
  await sns.createTopic({ Name: 'alerts' });
  const Policy = (Condition: object) =>
    JSON.stringify({
      Version: '2008-10-17',
      Statement: {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: arn,
        Condition,
      },
    });
  await set('Policy', Policy({ StringEquals: { 'AWS:SourceOwner': '123456789012' } }))(sns);
  await sns.publish({ TopicArn: arn, Message: 'm' });
  await set('Policy', Policy({ Null: { 'AWS:SourceOwner': 'true' } }))(sns);
  await assert.rejects(sns.publish({ TopicArn: arn, Message: 'm' }), {
    name: 'AuthorizationErrorException',
    message: `User: arn:aws:iam::123456789012:user/tocsin-admin is not authorized to perform: SNS:Publish on resource: ${arn} with an explicit deny in a resource-based policy`,
  });
});

test('records: the topic, and never a message', async () => {
  await using cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  await cloud.sns.publish({ TopicArn: arn, Message: 'secret', Subject: 'secret' });
  const [created, published] = cloud.records();
  assert.deepEqual(created?.requestParameters, { name: 'alerts' });
  assert.deepEqual(created?.responseElements, { topicArn: arn });
  assert.equal(published?.eventCategory, 'Data');
  assert.deepEqual(published?.requestParameters, {
    topicArn: arn,
    message: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    subject: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  });
  assert.deepEqual(published?.resources, [
    { accountId: '123456789012', type: 'AWS::SNS::Topic', ARN: arn },
  ]);
});
