import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alphabets, createIds } from './ids.ts';

test('ids have their forms', () => {
  for (const ids of [createIds(), createIds(7)]) {
    assert.match(
      ids.uuid(),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.match(ids.hex(33), /^[0-9a-f]{33}$/);
    assert.match(ids.pick(alphabets.uniqueId, 17), /^[A-Z2-7]{17}$/);
    assert.equal(ids.bytes(10_000).length, 10_000);
  }
});

test('the same seed gives the same ids, another seed others', () => {
  const draw = (seed: number) => {
    const ids = createIds(seed);
    return [ids.uuid(), ids.hex(8), ids.pick('ab', 20)];
  };
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
});

test('no id comes twice', () => {
  const ids = createIds();
  assert.equal(new Set(Array.from({ length: 5_000 }, () => ids.uuid())).size, 5_000);
});
