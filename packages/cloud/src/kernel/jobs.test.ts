import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { VirtualClock } from './clock.ts';
import type { Context } from './context.ts';
import { type DataLocation, openDatabase } from './database.ts';
import { createIds } from './ids.ts';
import { type JobKind, Jobs, jobKind } from './jobs.ts';
import { Store } from './store.ts';

const place = { accountId: '123456789012', region: 'us-east-1' };

function setUp(kinds: readonly JobKind[], location: DataLocation = 'memory') {
  const clock = new VirtualClock(0);
  const store = new Store(openDatabase(location), (error) => {
    throw error;
  });
  const errors: unknown[] = [];
  const jobs = new Jobs({
    store,
    clock,
    ids: createIds(1),
    contextAt: () => ({}) as Context,
    onError: (error) => errors.push(error),
  });
  jobs.register(kinds);
  jobs.start();
  const settled = async () => {
    while (!jobs.idle || store.committed()) {
      await (store.committed() ?? new Promise((resolve) => setImmediate(resolve)));
    }
  };
  const schedule = (kind: JobKind, payload: unknown, when = {}) =>
    store.transact(() => jobs.schedule(kind, payload, place, when));
  return { clock, store, jobs, errors, settled, schedule };
}

test('a job runs when it is due, after the commit that asked for it', async () => {
  const ran: string[] = [];
  const kind = jobKind<string>({ name: 'test.note', settle: ({ payload }) => ran.push(payload) });
  const { clock, settled, schedule } = setUp([kind]);
  schedule(kind, 'now');
  schedule(kind, 'later', { dueMs: 5_000 });
  assert.deepEqual(ran, []);
  await settled();
  assert.deepEqual(ran, ['now']);
  await clock.advance(4_999, settled);
  assert.deepEqual(ran, ['now']);
  await clock.advance(1, settled);
  assert.deepEqual(ran, ['now', 'later']);
});

test('a job that was asked for in a transaction that threw does not exist', async () => {
  const kind = jobKind<string>({ name: 'test.note', settle: () => assert.fail('it ran') });
  const memory = jobKind<string>({ ...kind, name: 'test.memory', kept: 'memory' });
  const { store, jobs, settled } = setUp([kind, memory]);
  assert.throws(() =>
    store.transact(() => {
      jobs.schedule(kind, 'a', place, {});
      jobs.schedule(memory, 'b', place, {});
      throw new Error('boom');
    }),
  );
  await settled();
  assert.deepEqual(jobs.counts(), {});
});

test('a job of the same key is replaced, and can be taken back', async () => {
  const ran: string[] = [];
  const kind = jobKind<string>({ name: 'test.note', settle: ({ payload }) => ran.push(payload) });
  const { clock, store, jobs, settled, schedule } = setUp([kind]);
  schedule(kind, 'first', { key: 'k', dueMs: 10 });
  schedule(kind, 'second', { key: 'k', dueMs: 20 });
  schedule(kind, 'third', { key: 'gone', dueMs: 20 });
  store.transact(() => jobs.cancel(kind, 'gone'));
  await clock.advance(100, settled);
  assert.deepEqual(ran, ['second']);
});

test('what happens outside ends in settle, with its outcome or its error', async () => {
  const results: unknown[] = [];
  const kind = jobKind<boolean, string>({
    name: 'test.outside',
    async perform(works) {
      if (!works) throw new Error('away');
      return 'done';
    },
    settle: ({ outcome, error }) => results.push(outcome ?? error?.message),
  });
  const { settled, schedule } = setUp([kind]);
  schedule(kind, true);
  schedule(kind, false);
  await settled();
  assert.deepEqual(results, ['done', 'away']);
});

test('no more of a kind are outside at once than it allows', async () => {
  let outside = 0;
  let most = 0;
  const kind = jobKind<number>({
    name: 'test.crowd',
    concurrency: 3,
    async perform() {
      outside += 1;
      most = Math.max(most, outside);
      await new Promise((resolve) => setImmediate(resolve));
      outside -= 1;
      return undefined;
    },
    settle: () => {},
  });
  const { settled, schedule } = setUp([kind]);
  for (let index = 0; index < 20; index += 1) schedule(kind, index);
  await settled();
  assert.equal(most, 3);
});

test('a defect in settle is told, changes nothing and keeps the job', async () => {
  let attempts = 0;
  const kind = jobKind<string>({
    name: 'test.defect',
    settle() {
      attempts += 1;
      if (attempts === 1) throw new Error('boom');
    },
  });
  const { clock, jobs, errors, settled, schedule } = setUp([kind]);
  schedule(kind, 'x');
  await settled();
  assert.equal((errors[0] as Error).message, 'boom');
  assert.deepEqual(jobs.counts(), { 'test.defect': 1 });
  await clock.advance(60_000, settled);
  assert.equal(attempts, 2);
  assert.deepEqual(jobs.counts(), {});
});

test('a job that was replaced while it ran does not come back when it fails', async () => {
  const ran: string[] = [];
  let release = () => {};
  const kind = jobKind<string>({
    name: 'test.replaced',
    perform: () =>
      new Promise((resolve) => {
        release = () => resolve(undefined);
      }),
    settle({ payload }) {
      ran.push(payload);
      if (payload === 'old') throw new Error('boom');
    },
  });
  const { clock, store, settled, schedule } = setUp([kind]);
  schedule(kind, 'old', { key: 'k' });
  await store.committed();
  schedule(kind, 'new', { key: 'k', dueMs: 1_000 });
  release();
  await settled();
  const advanced = clock.advance(120_000, async () => {
    release();
    await settled();
  });
  await advanced;
  assert.deepEqual(ran, ['old', 'new']);
});

test('kept jobs are there after a restart, those in memory are not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const ran: string[] = [];
  const kept = jobKind<string>({ name: 'test.kept', settle: ({ payload }) => ran.push(payload) });
  const memory = jobKind<string>({ ...kept, name: 'test.memory', kept: 'memory' });
  const first = setUp([kept, memory], { folder });
  first.schedule(kept, 'kept', { dueMs: 1_000 });
  first.schedule(memory, 'memory', { dueMs: 1_000 });
  first.jobs.stop();
  first.store.close();

  const second = setUp([kept, memory], { folder });
  await second.clock.advance(2_000, second.settled);
  assert.deepEqual(ran, ['kept']);
  second.store.close();
});
