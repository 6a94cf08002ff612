import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DueQueue } from './dueQueue.ts';

test('gives what falls due first, whatever the order of coming', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (times) => {
      const queue = new DueQueue<{ dueMs: number }>(() => true);
      for (const dueMs of times) queue.push({ dueMs });
      const given: number[] = [];
      for (; queue.first; queue.drop()) given.push(queue.first.dueMs);
      assert.deepEqual(
        given,
        times.sort((one, other) => one - other),
      );
    }),
  );
});

test('what no longer holds is passed over, and does not pile up', () => {
  let latest = 0;
  const queue = new DueQueue<{ dueMs: number; number: number }>(({ number }) => number === latest);
  for (let number = 1; number <= 100_000; number += 1) {
    latest = number;
    queue.push({ dueMs: 1_000_000 - number, number });
  }
  assert.ok(queue.size < 2_000, `${queue.size} items are kept`);
  assert.equal(queue.first?.number, 100_000);
});
