import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineMemory, Memory } from './memory.ts';
import type { Settings } from './settings.ts';

const settings = { smtpUrl: 'smtp://relay' } as Settings;

test('opens once for each cloud, at the first use, and closes what was opened', () => {
  const happened: string[] = [];
  const line = defineMemory({
    open: ({ smtpUrl }) => {
      happened.push(`open ${smtpUrl}`);
      return { url: smtpUrl };
    },
    close: ({ url }) => happened.push(`close ${url}`),
  });
  const [one, other] = [new Memory(settings), new Memory(settings)];
  assert.deepEqual(happened, []);
  assert.equal(one.of(line), one.of(line));
  assert.deepEqual(happened, ['open smtp://relay']);
  assert.notEqual(one.of(line), other.of(line));
  one.close();
  assert.deepEqual(happened.slice(2), ['close smtp://relay']);
  one.close();
  assert.equal(happened.length, 3);
});

test('what has nothing to close is forgotten', () => {
  const memory = new Memory(settings);
  const waiting = defineMemory({ open: () => new Map<string, number>() });
  memory.of(waiting).set('a', 1);
  memory.close();
  assert.equal(memory.of(waiting).size, 0);
});
