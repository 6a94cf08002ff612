import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIds } from './ids.ts';
import { accountOfAccessKeyId, newAccessKeyId } from './uniqueId.ts';

test('does: every id tells its account', () => {
  const accounts = fc.integer({ min: 0, max: 999_999_999_999 });
  fc.assert(
    fc.property(accounts, fc.integer(), (number, seed) => {
      const account = String(number).padStart(12, '0');
      const id = newAccessKeyId('AKIA', account, createIds(seed));
      assert.match(id, /^AKIA[A-Z2-7]{16}$/);
      assert.equal(accountOfAccessKeyId(id), account);
    }),
  );
});

test('does: reads the account of a published id, and none of what is no id', () => {
  assert.equal(accountOfAccessKeyId('ASIAQNZGKIQY56JQ7WML'), '029608264753');
  for (const id of ['AKIAIOSFODNN7EXAMPLE', 'AKIA', 'AIDAQNZGKIQY56JQ7WML', '']) {
    assert.equal(accountOfAccessKeyId(id), undefined);
  }
});
