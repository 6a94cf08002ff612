import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clients, startTestCloud, type TestCloud } from '@tocsin/testkit';

const TopicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
const queue = 'arn:aws:sqs:us-east-1:123456789012:q';

async function startWithTopic(): Promise<TestCloud> {
  const cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  return cloud;
}

async function subscribeMail({ sns }: Clients, Endpoint = 'eve@example.com'): Promise<string> {
  const mail = { TopicArn, Protocol: 'email', Endpoint, ReturnSubscriptionArn: true };
  return (await sns.subscribe(mail)).SubscriptionArn!;
}

/** The link in the latest mail. */
async function lastLink(cloud: TestCloud): Promise<string> {
  await cloud.settled();
  return /http:\/\/\S+/.exec(cloud.mails().at(-1)!.text)![0];
}

async function visit(url: string) {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
}

const stateOf = async ({ sns }: Clients) =>
  (await sns.listSubscriptionsByTopic({ TopicArn })).Subscriptions?.[0]?.SubscriptionArn;

test('does: mails a link that confirms, and confirms again', async () => {
  await using cloud = await startWithTopic();
  const arn = await subscribeMail(cloud);
  assert.equal(await stateOf(cloud), 'PendingConfirmation');
  const link = await lastLink(cloud);
  const [mail] = cloud.mails();
  assert.equal(mail?.subject, 'AWS Notification - Subscription Confirmation');
  assert.equal(mail?.from, 'AWS Notifications <no-reply@sns.amazonaws.com>');
  assert.deepEqual(mail.text.split('\n'), [
    'You have chosen to subscribe to the topic: ',
    TopicArn,
    '',
    'To confirm this subscription, click or visit the link below (If this was in error no action is necessary): ',
    link,
    '',
    'Please do not reply directly to this email. If you wish to remove yourself from receiving all future SNS subscription confirmation requests please send an email to sns-opt-out',
    '',
  ]);
  const { pathname, searchParams } = new URL(link);
  assert.equal(pathname, '/confirmation.html');
  assert.equal(searchParams.get('TopicArn'), TopicArn);
  assert.equal(searchParams.get('Endpoint'), 'eve@example.com');
  assert.match(searchParams.get('Token') ?? '', /^2336412f37[0-9a-f]{246}$/);
  for (const _time of [1, 2]) {
    const { status, text } = await visit(link);
    assert.equal(status, 200);
    assert.match(text, /Subscription confirmed!/);
    assert.ok(text.includes(arn));
  }
  assert.equal(await stateOf(cloud), arn);
  const { Attributes } = await cloud.sns.getTopicAttributes({ TopicArn });
  assert.equal(Attributes?.SubscriptionsConfirmed, '1');
});

test('does: mails a message with a link that ends the subscription, and one that restores it', async () => {
  await using cloud = await startWithTopic();
  const arn = await subscribeMail(cloud, 'eve+alerts@example.com');
  await visit(await lastLink(cloud));
  await cloud.sns.publish({ TopicArn, Message: 'Hello.' });
  const unsubscribe = await lastLink(cloud);
  const mail = cloud.mails().at(-1)!;
  assert.equal(mail.subject, 'AWS Notification Message');
  assert.deepEqual(mail.text.split('\n'), [
    'Hello.',
    '',
    '--',
    'If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:',
    `${cloud.endpoint}/unsubscribe.html?SubscriptionArn=${arn}&Endpoint=eve%2Balerts@example.com`,
    '',
    'Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact us at https://aws.amazon.com/support',
    '',
  ]);
  const gone = await visit(unsubscribe);
  assert.match(gone.text, /Subscription removed!/);
  assert.equal(await stateOf(cloud), 'Deleted');
  const { Attributes } = await cloud.sns.getSubscriptionAttributes({ SubscriptionArn: arn });
  assert.equal(Attributes?.PendingConfirmation, 'false');

  const restore = await lastLink(cloud);
  assert.equal(cloud.mails().at(-1)!.subject, 'AWS Notification - Unsubscribe Confirmation');
  await visit(restore);
  assert.equal(await stateOf(cloud), arn);
});

test('does: a deleted or unconfirmed subscription is forgotten after two days', async () => {
  await using cloud = await startWithTopic();
  await subscribeMail(cloud);
  const link = await lastLink(cloud);
  await cloud.advance('47h');
  assert.equal(await stateOf(cloud), 'PendingConfirmation');
  await cloud.advance('2h');
  assert.equal(await stateOf(cloud), undefined);
  const { status, text } = await visit(link);
  assert.equal(status, 400);
  assert.match(text, /Invalid parameter: Token/);
});

test('does: a signed confirmation protects from unsigned unsubscribing', async () => {
  await using cloud = await startWithTopic();
  const arn = await subscribeMail(cloud);
  const Token = new URL(await lastLink(cloud)).searchParams.get('Token')!;
  const query = `TopicArn=${TopicArn}&Token=${Token}&AuthenticateOnUnsubscribe=true`;
  const unsigned = await visit(`${cloud.endpoint}/?Action=ConfirmSubscription&${query}`);
  assert.equal(unsigned.status, 403);
  assert.match(unsigned.text, /<Code>AuthorizationError<\/Code>/);
  assert.match(unsigned.text, /subscriber and confirmer IDs must match/);
  const unsure = { TopicArn, Token, AuthenticateOnUnsubscribe: 'yes' };
  await assert.rejects(cloud.sns.confirmSubscription(unsure), {
    name: 'InvalidParameterException',
    message: 'Invalid parameter: AuthenticateOnUnsubscribe',
  });
  await cloud.sns.confirmSubscription({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' });
  const { Attributes } = await cloud.sns.getSubscriptionAttributes({ SubscriptionArn: arn });
  assert.equal(Attributes?.ConfirmationWasAuthenticated, 'true');
  const left = await visit(`${cloud.endpoint}/?Action=Unsubscribe&SubscriptionArn=${arn}`);
  assert.equal(left.status, 403);
  assert.match(left.text, /This subscription may only be deleted by an authorized user\./);
  await cloud.sns.unsubscribe({ SubscriptionArn: arn });
  assert.equal(await stateOf(cloud), undefined);
});

test('does: answers unsigned links with the XML of AWS', async () => {
  await using cloud = await startWithTopic();
  const arn = await subscribeMail(cloud);
  const Token = new URL(await lastLink(cloud)).searchParams.get('Token')!;
  const confirmed = await visit(
    `${cloud.endpoint}/?Action=ConfirmSubscription&TopicArn=${TopicArn}&Token=${Token}`,
  );
  assert.equal(confirmed.status, 200);
  assert.ok(confirmed.text.includes(`<SubscriptionArn>${arn}</SubscriptionArn>`));
  for (const [token, message] of [
    ['nonsense', 'Invalid token'],
    ['0'.repeat(256), 'Invalid parameter: Token'],
  ]) {
    const { status, text } = await visit(
      `${cloud.endpoint}/?Action=ConfirmSubscription&TopicArn=${TopicArn}&Token=${token}`,
    );
    assert.equal(status, 400);
    assert.match(
      text,
      /^<ErrorResponse xmlns="http:\/\/sns\.amazonaws\.com\/doc\/2010-03-31\/">\s*<Error>\s*<Type>Sender<\/Type>\s*<Code>InvalidParameter<\/Code>/,
    );
    assert.ok(text.includes(`<Message>${message}</Message>`));
  }
});

test('does: the link works for topics of another Region', async () => {
  await using cloud = await startTestCloud();
  const { sns } = cloud.as({ region: 'eu-west-1' });
  const { TopicArn: arn } = await sns.createTopic({ Name: 'far' });
  await sns.subscribe({ TopicArn: arn, Protocol: 'email', Endpoint: 'a@b.c' });
  assert.equal((await visit(await lastLink(cloud))).status, 200);
  const { Attributes } = await sns.getTopicAttributes({ TopicArn: arn });
  assert.equal(Attributes?.SubscriptionsConfirmed, '1');
});

test('does: pages show what they are given as text', async () => {
  await using cloud = await startWithTopic();
  const { status, text } = await visit(
    `${cloud.endpoint}/unsubscribe.html?SubscriptionArn=arn:aws:sns:r:1:t:%3Cscript%3E`,
  );
  assert.equal(status, 200);
  assert.ok(!text.includes('<script>') && text.includes('&#60;script&#62;'));
});

test('does: hides the password of an https endpoint', async () => {
  await using cloud = await startWithTopic();
  await cloud.sns.subscribe({
    TopicArn,
    Protocol: 'https',
    Endpoint: 'https://me:pass@127.0.0.1:1/x',
  });
  const { Subscriptions } = await cloud.sns.listSubscriptions({});
  assert.equal(Subscriptions?.[0]?.Endpoint, 'https://me:****@127.0.0.1:1/x');
});

test('does: shows the attributes of a queue subscription, and sets them', async () => {
  await using cloud = await startWithTopic();
  const { SubscriptionArn } = await cloud.sns.subscribe({
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queue,
  });
  const show = async () =>
    (await cloud.sns.getSubscriptionAttributes({ SubscriptionArn })).Attributes;
  const fresh = {
    SubscriptionPrincipal: 'arn:aws:iam::123456789012:user/tocsin-admin',
    Owner: '123456789012',
    RawMessageDelivery: 'false',
    TopicArn,
    Endpoint: queue,
    Protocol: 'sqs',
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
    SubscriptionArn,
  };
  assert.deepEqual(await show(), fresh);
  const policies = {
    RawMessageDelivery: 'true',
    FilterPolicy: '{"kind":["a"]}',
    RedrivePolicy: `{"deadLetterTargetArn":"${queue}"}`,
  };
  for (const [AttributeName, AttributeValue] of Object.entries(policies)) {
    await cloud.sns.setSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
  }
  assert.deepEqual(await show(), { ...fresh, ...policies, FilterPolicyScope: 'MessageAttributes' });
});

const subscribe =
  (Protocol: string, Endpoint: string, Attributes?: Record<string, string>) =>
  (sns: Clients['sns']) =>
    sns.subscribe({ TopicArn, Protocol, Endpoint, ...(Attributes ? { Attributes } : undefined) });

const refusals: [
  name: string,
  call: (sns: Clients['sns']) => Promise<unknown>,
  error: string,
  message: string,
][] = [
  [
    'sms',
    subscribe('sms', '+15550100'),
    'NotImplemented',
    'tocsin does not implement Subscribe: Protocol sms.',
  ],
  [
    'lambda',
    subscribe('lambda', 'arn:x'),
    'InvalidParameterException',
    'Invalid parameter: Lambda endpoint ARN',
  ],
  [
    'an unknown protocol',
    subscribe('pigeon', 'x'),
    'InvalidParameterException',
    'Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
  ],
  [
    'a protocol that every object has as a member',
    subscribe('constructor', 'x'),
    'InvalidParameterException',
    'Invalid parameter: Amazon SNS does not support this protocol string: constructor',
  ],
  [
    'two addresses',
    subscribe('email', 'a@b.c,d@e.f'),
    'InvalidParameterException',
    'Invalid parameter: Email address',
  ],
  [
    'a header in an address',
    subscribe('email', 'a@b.c\r\nBcc:d@e.f'),
    'InvalidParameterException',
    'Invalid parameter: Email address',
  ],
  [
    'another scheme',
    subscribe('https', 'http://x.y'),
    'InvalidParameterException',
    'Invalid parameter: Endpoint must match the specified protocol',
  ],
  [
    'a password over http',
    subscribe('http', 'http://a:b@x.y'),
    'InvalidParameterException',
    'Invalid parameter: Endpoint Reason: Please use HTTPS for subscriptions that contain inline credentials',
  ],
  [
    'no queue',
    subscribe('sqs', 'q'),
    'InvalidParameterException',
    'Invalid parameter: SQS endpoint ARN',
  ],
  [
    'raw mail',
    subscribe('email', 'a@b.c', { RawMessageDelivery: 'true' }),
    'InvalidParameterException',
    'Invalid parameter: Attributes Reason: RawMessageDelivery: Delivery protocol [email] does not support raw message delivery.',
  ],
  [
    'a broken filter',
    subscribe('sqs', queue, { FilterPolicy: '{' }),
    'InvalidParameterException',
    'Invalid parameter: Attributes Reason: FilterPolicy: failed to parse JSON',
  ],
  [
    'a header in a content type',
    subscribe('http', 'http://x.y', {
      DeliveryPolicy: '{"requestPolicy":{"headerContentType":"text/plain\\r\\nX: y"}}',
    }),
    'InvalidParameterException',
    'Invalid parameter: Attributes Reason: DeliveryPolicy: requestPolicy.headerContentType is not a supported content type',
  ],
  [
    'a missing subscription',
    (sns) => sns.getSubscriptionAttributes({ SubscriptionArn: `${TopicArn}:1` }),
    'NotFoundException',
    'Subscription does not exist',
  ],
  [
    'no ARN of a subscription',
    (sns) => sns.unsubscribe({ SubscriptionArn: TopicArn }),
    'InvalidParameterException',
    'Invalid parameter: SubscriptionId',
  ],
];

test('refuses what AWS refuses, and what is not done', async (t) => {
  await using cloud = await startWithTopic();
  for (const [name, call, error, message] of refusals) {
    await t.test(name, () => assert.rejects(call(cloud.sns), { name: error, message }));
  }
});

test('refuses: the same endpoint with other attributes', async () => {
  await using cloud = await startWithTopic();
  await subscribe('sqs', queue)(cloud.sns);
  await assert.rejects(subscribe('sqs', queue, { RawMessageDelivery: 'true' })(cloud.sns), {
    message:
      'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
  });
});

test('records: neither endpoint nor token', async () => {
  await using cloud = await startWithTopic();
  await subscribeMail(cloud);
  await visit(await lastLink(cloud));
  const [, subscribed, confirmed] = cloud.records();
  assert.deepEqual(subscribed?.requestParameters, {
    topicArn: TopicArn,
    protocol: 'email',
    endpoint: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    returnSubscriptionArn: true,
  });
  assert.equal(confirmed?.eventName, 'ConfirmSubscription');
  assert.deepEqual(confirmed?.requestParameters, {
    topicArn: TopicArn,
    token: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  });
});
