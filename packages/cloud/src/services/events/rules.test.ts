import assert from 'node:assert/strict';
import test from 'node:test';
import { signInAs, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { accountId } from './bus.testkit.ts';

const EventPattern = JSON.stringify({ source: ['shop'] });
const withReads = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
type Client = TestCloud['eventbridge'];
type Case = readonly [what: string, call: (client: Client) => Promise<unknown>, error: object];

const invalid = (message: string | RegExp) => ({ name: 'ValidationException', message });
const missing = (message: string) => ({ name: 'ResourceNotFoundException', message });

const refused: readonly Case[] = [
  [
    'a rule without a trigger',
    (client) => client.putRule({ Name: 'r' }),
    invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.'),
  ],
  [
    'a schedule that is none',
    (client) => client.putRule({ Name: 'r', ScheduleExpression: 'rate(1 minutes)' }),
    invalid('Parameter ScheduleExpression is not valid.'),
  ],
  [
    'a schedule on a bus of its own',
    (client) =>
      client.putRule({ Name: 'r', ScheduleExpression: 'rate(1 minute)', EventBusName: 'own' }),
    invalid('ScheduleExpression is supported only on the default event bus.'),
  ],
  [
    'a schedule with the state for reads',
    (client) =>
      client.putRule({ Name: 'r', ScheduleExpression: 'rate(1 minute)', State: withReads }),
    invalid(/^Parameter State is not valid/),
  ],
  [
    'a pattern that is none',
    (client) => client.putRule({ Name: 'r', EventPattern: '{"source":"shop"}' }),
    { name: 'InvalidEventPatternException', message: /^Event pattern is not valid. Reason: / },
  ],
  [
    'a pattern that is too long',
    (client) => client.putRule({ Name: 'r', EventPattern: `{"a":["${'x'.repeat(4_096)}"]}` }),
    invalid(/Member must have length less than or equal to 4096/),
  ],
  [
    'a name with other characters',
    (client) => client.putRule({ Name: 'a b', EventPattern }),
    invalid(/Member must satisfy regular expression pattern/),
  ],
  [
    'a bus that is not there',
    (client) => client.putRule({ Name: 'r', EventPattern, EventBusName: 'none' }),
    missing('Event bus none does not exist.'),
  ],
  [
    'a rule that is not there',
    (client) => client.describeRule({ Name: 'none' }),
    missing('Rule none does not exist on EventBus default.'),
  ],
  [
    'targets for it',
    (client) => client.putTargets({ Rule: 'none', Targets: [{ Id: 'a', Arn: 'arn:a' }] }),
    missing('Rule none does not exist on EventBus default.'),
  ],
  [
    'to delete a rule with targets',
    (client) => client.deleteRule({ Name: 'busy' }),
    invalid("Rule can't be deleted since it has targets."),
  ],
  [
    'to delete the default bus',
    (client) => client.deleteEventBus({ Name: 'default' }),
    invalid('Cannot delete event bus default.'),
  ],
  [
    'a bus a second time',
    (client) => client.createEventBus({ Name: 'own' }),
    { name: 'ResourceAlreadyExistsException', message: 'Event bus own already exists.' },
  ],
  [
    'a bus with a slash in its name',
    (client) => client.createEventBus({ Name: 'a/b' }),
    invalid("Event bus name must not contain '/'."),
  ],
  [
    'to remove a permission that is not there',
    (client) => client.removePermission({ StatementId: 'none' }),
    missing('Statement with the provided id does not exist.'),
  ],
  [
    'tags of what is not there',
    (client) =>
      client.listTagsForResource({
        ResourceARN: `arn:aws:events:us-east-1:${accountId}:rule/none`,
      }),
    missing('Rule none does not exist on EventBus default.'),
  ],
  [
    'a token of its own making',
    (client) => client.listRules({ NextToken: 'x' }),
    invalid('Parameter NextToken is not valid.'),
  ],
];

test('refuses', async () => {
  await using cloud = await startTestCloud();
  await cloud.eventbridge.createEventBus({ Name: 'own' });
  await cloud.eventbridge.putRule({ Name: 'busy', EventPattern });
  const Arn = `arn:aws:sqs:us-east-1:${accountId}:q`;
  await cloud.eventbridge.putTargets({ Rule: 'busy', Targets: [{ Id: 'q', Arn }] });
  for (const [what, call, error] of refused) {
    await assert.rejects(call(cloud.eventbridge), error, what);
  }
});

test('refuses: the 31st rule with a wildcard, and the 301st rule', async () => {
  await using cloud = await startTestCloud();
  const limit = { name: 'LimitExceededException' };
  const wild = JSON.stringify({ source: [{ wildcard: 'a*' }] });
  const put = (number: number, pattern: string) =>
    cloud.eventbridge.putRule({ Name: `r${number}`, EventPattern: pattern });
  for (let number = 1; number <= 30; number += 1) await put(number, wild);
  await assert.rejects(put(31, wild), limit);
  await put(30, wild);
  for (let number = 31; number <= 300; number += 1) await put(number, EventPattern);
  await assert.rejects(put(301, EventPattern), limit);
  const { Rules, NextToken } = await cloud.eventbridge.listRules({ NamePrefix: 'r1' });
  assert.equal(Rules!.length, 100);
  const { Rules: rest } = await cloud.eventbridge.listRules({ NamePrefix: 'r1', NextToken });
  assert.equal(rest!.length, 11);
});

test('does: a rule is put, described, changed and deleted', async () => {
  await using cloud = await startTestCloud();
  const { eventbridge } = cloud;
  const Tags = [{ Key: 'team', Value: 'red' }];
  const made = { Name: 'r', EventPattern, Description: 'all', State: withReads, Tags } as const;
  const { RuleArn } = await eventbridge.putRule(made);
  assert.equal(RuleArn, `arn:aws:events:us-east-1:${accountId}:rule/r`);
  const { $metadata: _one, ...described } = await eventbridge.describeRule({ Name: 'r' });
  assert.deepEqual(described, {
    Name: 'r',
    Arn: RuleArn,
    EventPattern,
    State: withReads,
    Description: 'all',
    EventBusName: 'default',
    CreatedBy: accountId,
  });
  await eventbridge.enableRule({ Name: 'r' });
  assert.equal((await eventbridge.describeRule({ Name: 'r' })).State, withReads);
  await eventbridge.disableRule({ Name: 'r' });
  assert.equal((await eventbridge.describeRule({ Name: 'r' })).State, 'DISABLED');

  const Arn = `arn:aws:sqs:us-east-1:${accountId}:q`;
  await eventbridge.putTargets({ Rule: 'r', Targets: [{ Id: 'q', Arn }] });
  await eventbridge.putRule({ Name: 'r', ScheduleExpression: 'rate(1 day)' });
  const { Rules } = await eventbridge.listRules({});
  assert.deepEqual(Rules, [
    {
      Name: 'r',
      Arn: RuleArn,
      State: 'ENABLED',
      ScheduleExpression: 'rate(1 day)',
      EventBusName: 'default',
    },
  ]);
  assert.deepEqual((await eventbridge.listTargetsByRule({ Rule: 'r' })).Targets, [
    { Id: 'q', Arn },
  ]);
  assert.deepEqual((await eventbridge.listRuleNamesByTarget({ TargetArn: Arn })).RuleNames, ['r']);

  const ResourceARN = RuleArn!;
  await eventbridge.tagResource({ ResourceARN, Tags: [{ Key: 'env', Value: 'dev' }] });
  await eventbridge.untagResource({ ResourceARN, TagKeys: ['team'] });
  const tags = await eventbridge.listTagsForResource({ ResourceARN });
  assert.deepEqual(tags.Tags, [{ Key: 'env', Value: 'dev' }]);

  await eventbridge.removeTargets({ Rule: 'r', Ids: ['q'] });
  await eventbridge.deleteRule({ Name: 'r' });
  await eventbridge.deleteRule({ Name: 'r' });
  assert.deepEqual((await eventbridge.listRules({})).Rules, []);
});

test('does: a bus and its policy', async () => {
  await using cloud = await startTestCloud({ startMs: Date.UTC(2026, 0, 1) });
  const { eventbridge } = cloud;
  const { EventBusArn } = await eventbridge.createEventBus({ Name: 'own' });
  const permission = { Action: 'events:PutEvents', Principal: '111111111111' };
  for (const StatementId of ['one', 'two']) {
    await eventbridge.putPermission({ EventBusName: 'own', StatementId, ...permission });
  }
  await eventbridge.removePermission({ EventBusName: 'own', StatementId: 'one' });
  const { Policy } = await eventbridge.describeEventBus({ Name: 'own' });
  assert.deepEqual(JSON.parse(Policy!), {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'two',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: 'events:PutEvents',
        Resource: EventBusArn,
      },
    ],
  });
  await eventbridge.removePermission({ EventBusName: 'own', RemoveAllPermissions: true });
  const time = new Date(Date.UTC(2026, 0, 1));
  const { EventBuses } = await eventbridge.listEventBuses({});
  assert.deepEqual(EventBuses, [
    { Name: 'default', Arn: `arn:aws:events:us-east-1:${accountId}:event-bus/default` },
    { Name: 'own', Arn: EventBusArn, CreationTime: time, LastModifiedTime: time },
  ]);
  await eventbridge.deleteEventBus({ Name: 'own' });
  assert.equal((await eventbridge.listEventBuses({})).EventBuses!.length, 1);
});

test('does: a pattern is tried on an event', async () => {
  await using cloud = await startTestCloud();
  const Event = JSON.stringify({
    id: '1',
    account: accountId,
    source: 'shop',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 'Order',
    detail: {},
  });
  const matches = async (text: string) =>
    (await cloud.eventbridge.testEventPattern({ Event, EventPattern: text })).Result;
  assert.equal(await matches(EventPattern), true);
  assert.equal(await matches('{"source":["shed"]}'), false);
});

test('records: PutRule', async () => {
  await using cloud = await startTestCloud();
  await cloud.eventbridge.putRule({ Name: 'r', EventPattern });
  const [record] = cloud.records();
  assert.equal(record!.eventSource, 'events.amazonaws.com');
  assert.equal(record!.apiVersion, '2015-10-07');
  assert.deepEqual(record!.requestParameters, { name: 'r', eventPattern: EventPattern });
  assert.deepEqual(record!.responseElements, {
    ruleArn: `arn:aws:events:us-east-1:${accountId}:rule/r`,
  });
});

test('refuses: a role that the caller may not pass', async () => {
  await using cloud = await startTestCloud();
  const powerful = `arn:aws:iam::${accountId}:role/powerful`;
  const own = `arn:aws:iam::${accountId}:role/own`;
  const eve = await signInAs(cloud, 'eve', [
    { Effect: 'Allow', Action: 'events:*', Resource: '*' },
    { Effect: 'Allow', Action: 'iam:PassRole', Resource: own },
  ]);
  const denied = {
    name: 'AccessDeniedException',
    message: `User: arn:aws:iam::${accountId}:user/eve is not authorized to perform: iam:PassRole on resource: ${powerful} because no identity-based policy allows the iam:PassRole action`,
  };
  const rule = { Name: 'r', EventPattern };
  await assert.rejects(eve.eventbridge.putRule({ ...rule, RoleArn: powerful }), denied);
  await eve.eventbridge.putRule({ ...rule, RoleArn: own });
  const Arn = `arn:aws:sqs:us-east-1:${accountId}:q`;
  const targetsWith = (RoleArn: string) => ({
    Rule: 'r',
    Targets: [
      { Id: 'one', Arn, RoleArn: own },
      { Id: 'two', Arn, RoleArn },
    ],
  });
  await assert.rejects(eve.eventbridge.putTargets(targetsWith(powerful)), denied);
  await eve.eventbridge.putTargets(targetsWith(own));
});
