import assert from 'node:assert/strict';
import test from 'node:test';
import { configOf, matchesAny } from './config.ts';

test('refuses: settings that are missing or wrong, by name', () => {
  const EVIDENCE_BUCKET = 'evidence';
  const cases: [environment: Record<string, string>, message: RegExp][] = [
    [{}, /^EVIDENCE_BUCKET is missing/],
    [{ EVIDENCE_BUCKET, MODE: 'yes' }, /^MODE is 'yes', and may be: notify, approve, auto\.$/],
    [{ EVIDENCE_BUCKET, VERIFY_SECONDS: '1m' }, /^VERIFY_SECONDS is '1m'.* from 0 to 600\.$/],
    [{ EVIDENCE_BUCKET, HARDEN: 'ssh-keys,mfa' }, /^HARDEN is 'mfa'/],
  ];
  for (const [environment, message] of cases) {
    assert.throws(() => configOf(environment), { message });
  }
});

test('does: reads lists, words and numbers', () => {
  const config = configOf({
    EVIDENCE_BUCKET: 'evidence',
    HONEYTOKENS: 'bait/*, prod/root ',
    HARDEN: 'none',
    VERIFY_SECONDS: '90',
  });
  assert.deepEqual(config.honeytokens, ['bait/*', 'prod/root']);
  assert.deepEqual(config.harden, []);
  assert.equal(config.verifySeconds, 90);
  assert.equal(config.mode, 'approve');
});

test('does: matches patterns', () => {
  const cases: [pattern: string, text: string, matched: boolean][] = [
    ['a', 'a', true],
    ['a', 'ab', false],
    ['a*', 'ab', true],
    ['*b', 'ab', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-c', true],
    ['a*c*b*d', 'a-b-c-d', false],
    ['*', '', true],
  ];
  for (const [pattern, text, matched] of cases) {
    assert.equal(matchesAny([pattern], text), matched, `${pattern} ${text}`);
  }
});
