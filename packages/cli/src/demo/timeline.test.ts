import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../terminal.ts';
import { timeline } from './timeline.ts';

test('a hop’s bar begins where the one before it ended', () => {
  const source = 'its clock';
  const lines = timeline(
    [
      { name: 'record', what: 'here', ms: 0, source },
      { name: 'alarm', what: 'there', ms: 11, atMost: true, source },
      { name: 'mail', what: 'everywhere', ms: 23, source },
    ],
    23,
    plain,
  );
  const bars = lines.map((line) => line.slice(-source.length - 26, -source.length - 2));
  assert.deepEqual(bars, [
    '●                       ',
    '━━━━━━━━━━━●            ',
    '···········━━━━━━━━━━━━●',
  ]);
  assert.match(lines[1]!, /≤ 11 ms/);
});

test('a road that took no time is drawn as well', () => {
  const [line] = timeline([{ name: 'mail', what: '', ms: 0, source: '' }], 0, plain);
  assert.match(line!, /●/);
});
