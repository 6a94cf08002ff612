import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, VirtualClock } from './clock.ts';

const settled = async () => {};

test('a virtual clock stands still until it is advanced', async () => {
  const clock = new VirtualClock(1_000);
  assert.equal(clock.now(), 1_000);
  await clock.advance(500, settled);
  assert.equal(clock.now(), 1_500);
});

test('timers fire in the order of their time, then of their making, at their own time', async () => {
  const clock = new VirtualClock(0);
  const fired: string[] = [];
  const note = (name: string) => () => fired.push(`${name}@${clock.now()}`);
  clock.at(300, note('late'));
  clock.at(100, note('early'));
  clock.at(100, note('early too'));
  clock.at(900, note('never'));
  await clock.advance(500, settled);
  assert.deepEqual(fired, ['early@100', 'early too@100', 'late@300']);
});

test('what a timer sets off is settled before time goes on, and may set further timers', async () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  const again = () => {
    seen.push(clock.now());
    clock.at(clock.now() + 100, again);
  };
  clock.at(100, again);
  await clock.advance(350, async () => {
    await null;
  });
  assert.deepEqual(seen, [100, 200, 300]);
  assert.equal(clock.now(), 350);
});

test('a cancelled timer does not fire', async () => {
  const clock = new VirtualClock(0);
  const cancel = clock.at(10, () => assert.fail('it fired'));
  cancel();
  await clock.advance(20, settled);
});

test('parseDuration', () => {
  const cases: [text: string, ms: number][] = [
    ['250ms', 250],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['42', 42],
  ];
  for (const [text, ms] of cases) assert.equal(parseDuration(text), ms, text);
  for (const text of ['', '5 minutes', '-1m', 'm', '1y']) {
    assert.throws(() => parseDuration(text), RangeError, text);
  }
});
