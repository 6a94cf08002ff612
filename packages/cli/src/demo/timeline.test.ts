import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../terminal.ts';
import { timeline } from './timeline.ts';

test('a hop’s bar begins where the one before it ended', () => {
  const source = 'its clock';
  const lines = timeline(
    [
      { name: 'record', what: 'here', ms: 0, source },
      { name: 'alarm', what: 'there', ms: 9, atMost: true, source },
      { name: 'mail', what: 'everywhere', ms: 19, source },
    ],
    { endMs: 19, chained: true, paint: plain },
  );
  const bars = lines.map((line) => line.slice(-source.length - 22, -source.length - 2));
  assert.deepEqual(bars, ['●                   ', '━━━━━━━━━●          ', '·········━━━━━━━━━━●']);
  assert.match(lines[1]!, /≤ 9 ms/);
});

test('a road that took no time is drawn as well', () => {
  const [line] = timeline([{ name: 'mail', what: '', ms: 0, source: '' }], {
    endMs: 0,
    chained: false,
    paint: plain,
  });
  assert.match(line!, /●/);
});
