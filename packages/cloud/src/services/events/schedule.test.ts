import assert from 'node:assert/strict';
import test from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { accountId, drainEvents, openQueue } from './bus.testkit.ts';
import { nextTimeMs } from './schedule.ts';

/** A Thursday. */
const from = '2026-01-01T10:30:00.000Z';

const schedules: readonly [schedule: string, next: string | undefined][] = [
  ['rate(1 minute)', '2026-01-01T10:31:00.000Z'],
  ['rate(5 minutes)', '2026-01-01T10:35:00.000Z'],
  ['rate(2 hours)', '2026-01-01T12:30:00.000Z'],
  ['rate(1 day)', '2026-01-02T10:30:00.000Z'],
  ['rate(1 minutes)', undefined],
  ['rate(5 minute)', undefined],
  ['rate(0 minutes)', undefined],
  ['rate(5 seconds)', undefined],
  ['cron(0 10 * * ? *)', '2026-01-02T10:00:00.000Z'],
  ['cron(15 12 * * ? *)', '2026-01-01T12:15:00.000Z'],
  ['cron(0 18 ? * MON-FRI *)', '2026-01-01T18:00:00.000Z'],
  ['cron(0 8 1 * ? *)', '2026-02-01T08:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-01-01T10:45:00.000Z'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2026-01-01T10:35:00.000Z'],
  ['cron(0 9 ? * 2#1 *)', '2026-01-05T09:00:00.000Z'],
  ['cron(0 9 L * ? *)', '2026-01-31T09:00:00.000Z'],
  ['cron(0 9 3W * ? *)', '2026-01-02T09:00:00.000Z'],
  ['cron(0 9 ? * 6L *)', '2026-01-30T09:00:00.000Z'],
  ['cron(0 0 29 2 ? *)', '2028-02-29T00:00:00.000Z'],
  ['cron(0 0 1 1 ? 2030)', '2030-01-01T00:00:00.000Z'],
  ['cron(0 0 1 1 ? 2020)', undefined],
  ['cron(0 10 * * * *)', undefined],
  ['cron(0 10 ? * ? *)', undefined],
  ['cron(60 10 * * ? *)', undefined],
  ['every minute', undefined],
];

for (const [schedule, next] of schedules) {
  test(`${next ? 'does' : 'refuses'}: ${schedule}`, () => {
    const timeMs = nextTimeMs(schedule, Date.parse(from));
    assert.equal(timeMs === undefined ? undefined : new Date(timeMs).toISOString(), next);
  });
}

test('does: a rule fires by its schedule until it is disabled', async () => {
  await using cloud = await startTestCloud({ startMs: Date.parse(from) });
  const queue = await openQueue(cloud, 'ticks');
  const rule = { Name: 'tick', ScheduleExpression: 'rate(5 minutes)' };
  const { RuleArn } = await cloud.eventbridge.putRule(rule);
  await cloud.eventbridge.putTargets({ Rule: 'tick', Targets: [{ Id: 'q', Arn: queue.arn }] });
  await cloud.advance('11m');
  const [first, second, ...rest] = await drainEvents(cloud, queue);
  assert.deepEqual(rest, []);
  assert.deepEqual(first, {
    version: '0',
    id: first!.id,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: '2026-01-01T10:35:00Z',
    region: 'us-east-1',
    resources: [RuleArn],
    detail: {},
  });
  assert.equal(second!.time, '2026-01-01T10:40:00Z');
  await cloud.eventbridge.disableRule({ Name: 'tick' });
  await cloud.advance('10m');
  assert.deepEqual(await drainEvents(cloud, queue), []);
  await cloud.eventbridge.enableRule({ Name: 'tick' });
  await cloud.advance('5m');
  assert.equal((await drainEvents(cloud, queue)).length, 1);
});
