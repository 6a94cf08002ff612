import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { AwsError } from '../../kernel/error.ts';
import {
  accountId,
  drain,
  drainEvents,
  openQueue,
  putEvent,
  ruleTo,
  startTrail,
} from './bus.testkit.ts';

const orders = { source: ['shop'] };

const inputs: readonly [what: string, target: object, body: string][] = [
  ['a constant', { Input: '{"a":1}' }, '{"a":1}'],
  ['a part', { InputPath: '$.detail.item' }, '{"sku":"x"}'],
  ['a text of the event', { InputPath: '$.detail.item.sku' }, '"x"'],
  [
    'what a template makes of it',
    {
      InputTransformer: {
        InputPathsMap: { sku: '$.detail.item.sku' },
        InputTemplate: '"sold <sku>, says <aws.events.rule-name>"',
      },
    },
    '"sold x, says orders"',
  ],
];

for (const [what, target, body] of inputs) {
  test(`does: a queue gets ${what}`, async () => {
    await using cloud = await startTestCloud();
    const queue = await openQueue(cloud, 'orders');
    await ruleTo(cloud, 'orders', orders, queue, target);
    await putEvent(cloud, { item: { sku: 'x' } });
    assert.deepEqual(await drain(cloud, queue), [{ body, attributes: {} }]);
  });
}

const wrongTargets: readonly [what: string, target: object, error: string][] = [
  [
    'two inputs',
    { Input: '{}', InputPath: '$' },
    'Only one of Input, InputPath, or InputTransformer must be provided for target one.',
  ],
  ['input that is no JSON', { Input: 'x' }, 'JSON syntax error in input for target one.'],
  ['a path that is none', { InputPath: 'detail' }, 'Invalid InputPath for target one.'],
  [
    'an unknown placeholder',
    { InputTransformer: { InputPathsMap: {}, InputTemplate: '"<who>"' } },
    'InputTemplate for target one contains invalid placeholder who.',
  ],
  [
    'what is no ARN',
    { Arn: 'orders' },
    'Parameter Arn is not valid. Reason: Provided Arn is not in correct format.',
  ],
  [
    'a runbook without a role',
    { Arn: `arn:aws:ssm:us-east-1:${accountId}:automation-definition/Fix:$DEFAULT` },
    `RoleArn is required for target arn:aws:ssm:us-east-1:${accountId}:automation-definition/Fix:$DEFAULT.`,
  ],
  [
    'a service that is not done',
    { Arn: `arn:aws:kinesis:us-east-1:${accountId}:stream/s` },
    `tocsin does not implement PutTargets: targets of kinesis, or not with arn:aws:kinesis:us-east-1:${accountId}:stream/s.`,
  ],
  [
    'parameters that are not done',
    { SqsParameters: { MessageGroupId: 'g' } },
    'tocsin does not implement PutTargets: Targets.SqsParameters.',
  ],
];

test('refuses: targets', async () => {
  await using cloud = await startTestCloud();
  await cloud.eventbridge.putRule({ Name: 'orders', EventPattern: JSON.stringify(orders) });
  const Arn = `arn:aws:sqs:us-east-1:${accountId}:q`;
  for (const [what, target, message] of wrongTargets) {
    const Targets = [{ Id: 'one', Arn, ...target }];
    const call = cloud.eventbridge.putTargets({ Rule: 'orders', Targets });
    await assert.rejects(call, { message }, what);
  }
  const six = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn }));
  await assert.rejects(cloud.eventbridge.putTargets({ Rule: 'orders', Targets: six }), {
    name: 'LimitExceededException',
    message: 'The requested resource exceeds the maximum number allowed.',
  });
  const { Targets } = await cloud.eventbridge.listTargetsByRule({ Rule: 'orders' });
  assert.deepEqual(Targets, []);
});

test('does: a topic, whose policy asks for the rule, mails who, what, from where and when', async () => {
  await using cloud = await startTestCloud();
  await startTrail(cloud);
  const { TopicArn } = await cloud.sns.createTopic({ Name: 'alerts' });
  const rule = `arn:aws:events:us-east-1:${accountId}:rule/honey`;
  const AttributeValue = policyText([
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TopicArn,
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    },
  ]);
  const ofTopic = { TopicArn: TopicArn!, AttributeName: 'Policy', AttributeValue };
  await cloud.sns.setTopicAttributes(ofTopic);
  await subscribe(cloud, TopicArn!);
  await cloud.secretsmanager.createSecret({ Name: 'prod/db', SecretString: 'x' });
  const pattern = {
    source: ['aws.secretsmanager'],
    detail: {
      eventName: ['GetSecretValue'],
      requestParameters: { secretId: [{ prefix: 'prod/' }] },
    },
  };
  await ruleTo(
    cloud,
    'honey',
    pattern,
    { arn: TopicArn! },
    {
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      InputTransformer: {
        InputPathsMap: {
          who: '$.detail.userIdentity.arn',
          what: '$.detail.requestParameters.secretId',
          where: '$.detail.sourceIPAddress',
          when: '$.detail.eventTime',
        },
        InputTemplate: '"<who> read <what>"\n"from <where> at <when>"',
      },
    },
  );
  await cloud.secretsmanager.getSecretValue({ SecretId: 'prod/db' });
  await cloud.settled();
  const read = cloud.records().find(({ eventName }) => eventName === 'GetSecretValue')!;
  const { arn } = read.userIdentity as { arn: string };
  assert.ok(
    cloud
      .mails()
      .at(-1)!
      .text.startsWith(`"${arn} read prod/db"\n"from 127.0.0.1 at ${read.eventTime}"\n`),
  );
});

async function subscribe(cloud: TestCloud, TopicArn: string) {
  await cloud.sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' });
  await cloud.settled();
  const [, Token] = /Token=(\w+)/.exec(cloud.mails()[0]!.text)!;
  await cloud.sns.confirmSubscription({ TopicArn, Token: Token! });
}

test('does: a log group that lets EventBridge in', async () => {
  await using cloud = await startTestCloud();
  const logGroupName = '/aws/events/orders';
  await cloud.logs.createLogGroup({ logGroupName });
  const arn = `arn:aws:logs:us-east-1:${accountId}:log-group:${logGroupName}`;
  await ruleTo(cloud, 'orders', orders, { arn });
  const messages = async () => {
    await cloud.settled();
    const { events = [] } = await cloud.logs.filterLogEvents({ logGroupName });
    return events.map(({ message }) => JSON.parse(message!).detail);
  };
  await putEvent(cloud, { n: 1 });
  assert.deepEqual(await messages(), []);
  await cloud.logs.putResourcePolicy({
    policyName: 'events',
    policyDocument: policyText([
      {
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${arn}:*`,
      },
    ]),
  });
  await putEvent(cloud, { n: 2 });
  assert.deepEqual(await messages(), [{ n: 2 }]);
});

test('does: another bus, with a role, but not a third one', async () => {
  await using cloud = await startTestCloud();
  const buses = [];
  for (const Name of ['second', 'third']) {
    buses.push((await cloud.eventbridge.createEventBus({ Name })).EventBusArn!);
  }
  const [second, third] = buses;
  const { Role } = await cloud.iam.createRole({
    RoleName: 'forward',
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });
  await cloud.iam.putRolePolicy({
    RoleName: 'forward',
    PolicyName: 'put',
    PolicyDocument: policyText([{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }]),
  });
  const RoleArn = Role!.Arn!;
  const queues = [await openQueue(cloud, 'q2'), await openQueue(cloud, 'q3')];
  await ruleTo(cloud, 'on', orders, { arn: second! }, { RoleArn });
  await ruleTo(cloud, 'on', orders, { arn: third! }, { RoleArn, EventBusName: 'second' });
  await ruleTo(cloud, 'see', orders, queues[0]!, { EventBusName: 'second' });
  await ruleTo(cloud, 'see', orders, queues[1]!, { EventBusName: 'third' });
  const Time = new Date('2026-01-01T00:00:00Z');
  await putEvent(cloud, { n: 1 }, { Time, Resources: ['arn:x'] });
  const [event] = await drainEvents(cloud, queues[0]!);
  assert.deepEqual(
    { ...event, id: 'any' },
    {
      version: '0',
      id: 'any',
      'detail-type': 'Order',
      source: 'shop',
      account: accountId,
      time: '2026-01-01T00:00:00Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { n: 1 },
    },
  );
  assert.deepEqual(await drainEvents(cloud, queues[1]!), []);
});

test('does: a bus whose policy lets the rule in needs no role', async () => {
  await using cloud = await startTestCloud();
  const { EventBusArn } = await cloud.eventbridge.createEventBus({ Name: 'second' });
  const queue = await openQueue(cloud, 'q2');
  const rule = await ruleTo(cloud, 'on', orders, { arn: EventBusArn! });
  await ruleTo(cloud, 'see', orders, queue, { EventBusName: 'second' });
  await putEvent(cloud, { n: 1 });
  const Policy = policyText([
    {
      Sid: 'rule',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'events:PutEvents',
      Resource: EventBusArn,
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    },
  ]);
  await cloud.settled();
  await cloud.eventbridge.putPermission({ EventBusName: 'second', Policy });
  await putEvent(cloud, { n: 2 });
  const events = await drainEvents(cloud, queue);
  assert.deepEqual(
    events.map(({ detail }) => detail),
    [{ n: 2 }],
  );
});

const lost: readonly [
  what: string,
  code: string,
  prepare: (cloud: TestCloud) => Promise<string>,
][] = [
  [
    'a queue that lets nobody in',
    'NO_PERMISSIONS',
    async (cloud) => (await openQueue(cloud, 'shut', false)).arn,
  ],
  ['a queue that is gone', 'NO_RESOURCE', async () => `arn:aws:sqs:us-east-1:${accountId}:gone`],
  ['a topic that is gone', 'NO_RESOURCE', async () => `arn:aws:sns:us-east-1:${accountId}:gone`],
];

for (const [what, code, prepare] of lost) {
  test(`does: what ${what} should get is a dead letter at once`, async () => {
    await using cloud = await startTestCloud();
    const dead = await openQueue(cloud, 'dead');
    const arn = await prepare(cloud);
    const rule = await ruleTo(
      cloud,
      'orders',
      orders,
      { arn },
      {
        DeadLetterConfig: { Arn: dead.arn },
      },
    );
    await putEvent(cloud, { n: 1 });
    const [{ body, attributes } = { body: '', attributes: {} }] = await drain(cloud, dead);
    const { ERROR_MESSAGE, ...others } = attributes;
    assert.deepEqual(JSON.parse(body).detail, { n: 1 });
    assert.deepEqual(others, {
      RULE_ARN: rule,
      TARGET_ARN: arn,
      ERROR_CODE: code,
      RETRY_ATTEMPTS: '0',
    });
    assert.notEqual(ERROR_MESSAGE, '');
    assert.equal(await metric(cloud, 'FailedInvocations'), 1);
    assert.equal(await metric(cloud, 'InvocationsSentToDlq'), 1);
  });
}

async function metric({ cloudwatch, parts }: TestCloud, MetricName: string) {
  const nowMs = parts.clock.now();
  const { Datapoints = [] } = await cloudwatch.getMetricStatistics({
    Namespace: 'AWS/Events',
    MetricName,
    Dimensions: [{ Name: 'RuleName', Value: 'orders' }],
    StartTime: new Date(nowMs - 3 * 86_400_000),
    EndTime: new Date(nowMs + 60_000),
    Period: 86_400,
    Statistics: ['Sum'],
  });
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

/** From now on `service` answers as AWS does under load. */
function throttle({ parts }: TestCloud, service: string) {
  const { dispatch } = parts;
  let tries = 0;
  Object.assign(parts, {
    dispatch: (call: Parameters<typeof dispatch>[0], context: Parameters<typeof dispatch>[1]) => {
      if (call.service !== service) return dispatch(call, context);
      tries += 1;
      throw new AwsError('ThrottledException', 'Rate exceeded');
    },
  });
  return { tries: () => tries, end: () => Object.assign(parts, { dispatch }) };
}

const policies: readonly [what: string, RetryPolicy: object, retries: number, exhausted: string][] =
  [
    ['tries', { MaximumRetryAttempts: 3 }, 3, 'MaximumRetryAttempts'],
    ['no tries', { MaximumRetryAttempts: 0 }, 0, 'MaximumRetryAttempts'],
    ['age', { MaximumEventAgeInSeconds: 60 }, 5, 'MaximumEventAgeInSeconds'],
  ];

for (const [what, RetryPolicy, retries, exhausted] of policies) {
  test(`does: a target under load is tried again as its policy says: ${what}`, async () => {
    await using cloud = await startTestCloud();
    const dead = await openQueue(cloud, 'dead');
    const { TopicArn } = await cloud.sns.createTopic({ Name: 'busy' });
    const DeadLetterConfig = { Arn: dead.arn };
    await ruleTo(cloud, 'orders', orders, { arn: TopicArn! }, { RetryPolicy, DeadLetterConfig });
    const load = throttle(cloud, 'sns');
    await putEvent(cloud, { n: 1 });
    await cloud.advance('10m');
    const [letter] = await drain(cloud, dead);
    assert.equal(load.tries(), retries + 1);
    assert.equal(letter!.attributes.ERROR_CODE, 'THROTTLING');
    assert.equal(letter!.attributes.RETRY_ATTEMPTS, String(retries));
    assert.equal(letter!.attributes.EXHAUSTED_RETRY_CONDITION, exhausted);
  });
}

test('does: without a policy 185 tries take about a day', async () => {
  await using cloud = await startTestCloud();
  const { TopicArn } = await cloud.sns.createTopic({ Name: 'busy' });
  await ruleTo(cloud, 'orders', orders, { arn: TopicArn! });
  const load = throttle(cloud, 'sns');
  await putEvent(cloud, { n: 1 });
  await cloud.advance('26h');
  assert.ok(load.tries() > 180 && load.tries() <= 186, String(load.tries()));
  assert.equal(await metric(cloud, 'FailedInvocations'), 1);
});

test('does: an event on its way survives a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-events-'));
  try {
    const startMs = Date.UTC(2026, 0, 1);
    const options = { data: { folder }, pace: 'aws', seed: 7 } as const;
    let queue: { arn: string; url: string };
    {
      await using cloud = await startTestCloud({ ...options, startMs });
      await startTrail(cloud);
      queue = await openQueue(cloud, 'kept');
      await ruleTo(cloud, 'kept', { detail: { eventName: ['CreateTopic'] } }, queue);
      await cloud.sns.createTopic({ Name: 'a' });
      await cloud.settled();
    }
    await using cloud = await startTestCloud({ ...options, startMs: startMs + 1_000 });
    const url = queue.url.replace(/^http:\/\/[^/]+/, cloud.endpoint);
    assert.equal((await drainEvents(cloud, { url })).length, 0);
    await cloud.advance('5s');
    assert.equal((await drainEvents(cloud, { url })).length, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
