import assert from 'node:assert/strict';
import { it } from 'node:test';
import { planLines, size } from './athenaCommand.ts';

it('says sizes as the console does', () => {
  const sizes = [0, 1023, 1024, 1.5 * 2 ** 20, 250 * 2 ** 30, 3 * 2 ** 40];
  assert.deepEqual(sizes.map(size), ['0 B', '1023 B', '1.0 KB', '1.5 MB', '250 GB', '3.0 TB']);
});

it('says what it costs, and what it does not find', () => {
  const known = { queries: 1, bytes: 2 ** 40, costUsd: 5, partitions: 31, looked: 31, leftOut: [] };
  assert.deepEqual(planLines(known), [
    "It reads about 1.0 TB once: about 5.00 USD (at 5 USD per TB; see your Region's price).",
  ]);
  const sampled = { ...known, queries: 2, costUsd: 10, partitions: 2_928, looked: 400 };
  assert.match(planLines(sampled)[0]!, /1\.0 TB 2 times, by 400 of 2928 partitions: about 10\.00/);
  const unknown = {
    ...known,
    bytes: undefined,
    costUsd: undefined,
    why: 'the bucket cannot be listed (AccessDenied)',
    leftOut: [{ detection: 'a', effect: 'finds nothing' as const, reasons: ['b: no column'] }],
  };
  assert.deepEqual(planLines(unknown), [
    'a finds nothing on Athena: b: no column',
    "What it costs is not known: the bucket cannot be listed (AccessDenied). It reads all of that time once, at 5 USD per TB; see your Region's price.",
  ]);
});
