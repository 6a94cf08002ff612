import assert from 'node:assert/strict';
import test from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { accountId, drainEvents, openQueue, putEvent, ruleTo } from './bus.testkit.ts';

const startMs = Date.UTC(2026, 0, 1);
const bus = `arn:aws:events:us-east-1:${accountId}:event-bus/default`;
const archive = `arn:aws:events:us-east-1:${accountId}:archive/orders`;

const ofDay = {
  EventSourceArn: archive,
  EventStartTime: new Date(startMs),
  EventEndTime: new Date(startMs + 86_400_000),
  Destination: { Arn: bus },
};

test('does: an archive keeps what matches, and replays it to the rules that are named', async () => {
  await using cloud = await startTestCloud({ startMs });
  const { eventbridge } = cloud;
  const EventPattern = JSON.stringify({ source: ['shop'], detail: { kept: [true] } });
  const made = { ArchiveName: 'orders', EventSourceArn: bus, EventPattern, RetentionDays: 1 };
  await eventbridge.createArchive(made);
  const queues = [await openQueue(cloud, 'one'), await openQueue(cloud, 'two')];
  const one = await ruleTo(cloud, 'one', { source: ['shop'] }, queues[0]!);
  await ruleTo(cloud, 'two', { source: ['shop'] }, queues[1]!);
  for (const n of [1, 2, 3]) await putEvent(cloud, { n, kept: n !== 2 });
  const [first] = await drainEvents(cloud, queues[0]!);
  await drainEvents(cloud, queues[1]!);

  const described = await eventbridge.describeArchive({ ArchiveName: 'orders' });
  assert.equal(described.EventCount, 2);
  assert.equal(described.State, 'ENABLED');
  assert.ok(described.SizeBytes! > 200);

  const started = await eventbridge.startReplay({
    ...ofDay,
    ReplayName: 'again',
    Destination: { Arn: bus, FilterArns: [one] },
  });
  assert.equal(started.State, 'STARTING');
  const replayed = await drainEvents(cloud, queues[0]!);
  assert.deepEqual(
    replayed.map(({ detail }) => detail.n),
    [1, 3],
  );
  assert.deepEqual(replayed[0], { ...first, 'replay-name': 'again' });
  assert.deepEqual(await drainEvents(cloud, queues[1]!), []);
  const { State, EventLastReplayedTime } = await eventbridge.describeReplay({
    ReplayName: 'again',
  });
  assert.equal(State, 'COMPLETED');
  assert.deepEqual(EventLastReplayedTime, new Date(startMs));
  assert.equal((await eventbridge.describeArchive({ ArchiveName: 'orders' })).EventCount, 2);

  await cloud.advance('25h');
  assert.equal((await eventbridge.describeArchive({ ArchiveName: 'orders' })).EventCount, 0);
});

test('refuses: archives and replays', async () => {
  await using cloud = await startTestCloud({ startMs });
  const { eventbridge } = cloud;
  await eventbridge.createEventBus({ Name: 'other' });
  await eventbridge.createArchive({ ArchiveName: 'orders', EventSourceArn: bus });
  await eventbridge.startReplay({ ...ofDay, ReplayName: 'done' });
  const cases: readonly [call: () => Promise<unknown>, name: string, message: string][] = [
    [
      () => eventbridge.createArchive({ ArchiveName: 'orders', EventSourceArn: bus }),
      'ResourceAlreadyExistsException',
      'Archive orders already exists.',
    ],
    [
      () => eventbridge.createArchive({ ArchiveName: 'a', EventSourceArn: `${bus}s` }),
      'ResourceNotFoundException',
      'Event bus defaults does not exist.',
    ],
    [
      () => eventbridge.describeArchive({ ArchiveName: 'a' }),
      'ResourceNotFoundException',
      'Archive a does not exist.',
    ],
    [
      () => eventbridge.startReplay({ ...ofDay, ReplayName: 'done' }),
      'ResourceAlreadyExistsException',
      'Replay done already exists.',
    ],
    [
      () => eventbridge.startReplay({ ...ofDay, ReplayName: 'r', EventSourceArn: `${archive}s` }),
      'ValidationException',
      'Parameter EventSourceArn is not valid. Reason: Archive orderss does not exist.',
    ],
    [
      () =>
        eventbridge.startReplay({
          ...ofDay,
          ReplayName: 'r',
          Destination: { Arn: bus.replace('default', 'other') },
        }),
      'ValidationException',
      'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    ],
    [
      () => eventbridge.startReplay({ ...ofDay, ReplayName: 'r', EventEndTime: new Date(startMs) }),
      'ValidationException',
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    ],
    [
      () => eventbridge.describeReplay({ ReplayName: 'r' }),
      'ResourceNotFoundException',
      'Replay r does not exist.',
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call(), { name, message });
});
