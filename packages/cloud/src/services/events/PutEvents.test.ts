import assert from 'node:assert/strict';
import test from 'node:test';
import { signInAs, startTestCloud } from '@tocsin/testkit';
import { accountId, drainEvents, openQueue, putEvent, ruleTo } from './bus.testkit.ts';

const entry = { Source: 'shop', DetailType: 'Order', Detail: '{}' };
const argument = (name: string) => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});

const wrong: readonly [what: string, entry: object, problem: object][] = [
  ['no source', { ...entry, Source: undefined }, argument('Source')],
  ['no detail type', { ...entry, DetailType: undefined }, argument('DetailType')],
  ['no detail', { ...entry, Detail: undefined }, argument('Detail')],
  [
    "AWS's own source",
    { ...entry, Source: 'aws.s3' },
    {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    },
  ],
  [
    'detail that is no object',
    { ...entry, Detail: '[1]' },
    { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  ],
];

test('refuses: entries one by one', async () => {
  await using cloud = await startTestCloud();
  const given = [entry, ...wrong.map(([, of]) => of)];
  const { Entries = [], FailedEntryCount } = await cloud.eventbridge.putEvents({ Entries: given });
  assert.equal(FailedEntryCount, wrong.length);
  assert.match(Entries[0]!.EventId!, /^[0-9a-f-]{36}$/);
  for (const [index, [what, , problem]] of wrong.entries()) {
    assert.deepEqual(Entries[index + 1], problem, what);
  }
});

test('refuses: too much at once', async () => {
  await using cloud = await startTestCloud();
  const Detail = JSON.stringify({ text: 'x'.repeat(200_000) });
  await assert.rejects(cloud.eventbridge.putEvents({ Entries: Array(11).fill(entry) }), {
    name: 'ValidationException',
  });
  const call = cloud.eventbridge.putEvents({ Entries: Array(2).fill({ ...entry, Detail }) });
  await assert.rejects(call, {
    message: 'Total size of the entries in the request is over the limit.',
  });
});

test('refuses: who has no permission for the bus', async () => {
  await using cloud = await startTestCloud();
  const eve = await signInAs(cloud, 'eve', []);
  await assert.rejects(eve.eventbridge.putEvents({ Entries: [entry] }), {
    name: 'AccessDeniedException',
    message: new RegExp(
      `events:PutEvents on resource: arn:aws:events:us-east-1:${accountId}:event-bus/default`,
    ),
  });
});

test('does: a bus of its own, by name and by ARN; one that is not there swallows', async () => {
  await using cloud = await startTestCloud();
  const { EventBusArn } = await cloud.eventbridge.createEventBus({ Name: 'orders' });
  const queue = await openQueue(cloud, 'orders');
  const pattern = { source: ['shop'] };
  const rule = await ruleTo(cloud, 'all', pattern, queue, { EventBusName: 'orders' });
  assert.equal(rule, `arn:aws:events:us-east-1:${accountId}:rule/orders/all`);
  await putEvent(cloud, { n: 1 });
  await putEvent(cloud, { n: 2 }, { EventBusName: 'orders' });
  await putEvent(cloud, { n: 3 }, { EventBusName: EventBusArn });
  const { FailedEntryCount } = await putEvent(cloud, { n: 4 }, { EventBusName: 'nowhere' });
  assert.equal(FailedEntryCount, 0);
  const events = await drainEvents(cloud, queue);
  assert.deepEqual(events.map(({ detail }) => detail.n).sort(), [2, 3]);
});

test('records: nothing', async () => {
  await using cloud = await startTestCloud();
  await putEvent(cloud, {});
  assert.deepEqual(cloud.records(), []);
});
