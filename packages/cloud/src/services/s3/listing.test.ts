import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endOfPrefix, type Listing, listPage } from './listing.ts';

/** Few letters, so that keys share prefixes; two of them order differently in UTF-16 and UTF-8. */
const key = fc
  .array(fc.constantFrom('a', 'b', '/', 'ä', '\uffee', '\u{1f600}'), { minLength: 1, maxLength: 6 })
  .map((letters) => letters.join(''));

test('does: pages add up to all keys and groups, each once, in UTF-8 order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 40 }),
      fc.oneof(fc.constant(''), key),
      fc.constantFrom(undefined, '/', 'a/'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const sorted = keys.toSorted(byUtf8);
        const listed: string[] = [];
        let start: string | undefined = '';
        while (start !== undefined) {
          const page: Listing<{ key: string }> = listPage(
            { prefix, delimiter, start, limit },
            (from, end) =>
              sorted
                .filter((one) => byUtf8(one, from) >= 0 && byUtf8(one, end) < 0)
                .map((one) => ({ key: one })),
          );
          const entries = [...page.rows.map((row) => row.key), ...page.prefixes];
          assert.ok(entries.length <= limit);
          listed.push(...entries.sort(byUtf8));
          start = page.next;
        }
        assert.deepEqual(listed, expected(sorted, prefix, delimiter));
      },
    ),
  );
});

test('does: the end of a prefix is behind all that begins with it', () => {
  for (const [prefix, end] of [
    ['a', 'b'],
    ['a/', 'a0'],
    ['\ud7ff', '\ue000'],
    ['a\u{10ffff}', 'b'],
  ] as const) {
    assert.equal(endOfPrefix(prefix), end);
  }
});

function expected(sorted: readonly string[], prefix: string, delimiter: string | undefined) {
  const entries = sorted
    .filter((one) => one.startsWith(prefix))
    .map((one) => {
      const at = delimiter === undefined ? -1 : one.indexOf(delimiter, prefix.length);
      return at < 0 ? one : one.slice(0, at + delimiter!.length);
    });
  return [...new Set(entries)].sort(byUtf8);
}

function byUtf8(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
