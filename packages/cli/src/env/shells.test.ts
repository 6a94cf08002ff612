import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Box } from '../box/runFile.ts';
import { environmentOf } from './environmentOf.ts';
import { shells } from './shells.ts';

test('a value is quoted so that the shell reads exactly it', async (t) => {
  const value = `a'b"c$HOME\`id\`\\d;e`;
  const cases = [
    ['bash', `export X='a'\\''b"c$HOME\`id\`\\d;e';`],
    ['fish', `set -gx X 'a\\'b"c$HOME\`id\`\\\\d;e';`],
    ['powershell', `$env:X = 'a''b"c$HOME\`id\`\\d;e'`],
  ] as const;
  for (const [shell, line] of cases) {
    await t.test(shell, () => assert.equal(shells[shell].set('X', value), line));
  }
});

test('sh reads back whatever was set', () => {
  const anyText = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 20 }), (values) => {
      const lines = values.map((value, index) => shells.bash.set(`X${index}`, value));
      const script = `${lines.join('\n')}\nprintf '%s\\0' ${values.map((_, i) => `"$X${i}"`).join(' ')}`;
      const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
      assert.deepEqual(stdout.split('\0').slice(0, -1), values);
    }),
    { numRuns: 20 },
  );
});

const box: Box = {
  pid: 1,
  port: 8627,
  endpoint: 'http://127.0.0.1:8627',
  accountId: '000000000000',
  region: 'eu-north-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'secret',
  startedMs: 0,
  version: '0.1.0',
};

test('the environment points to the box and away from everything else', () => {
  const { set, unset } = environmentOf(box, { AWS_ENDPOINT_URL_SQS: 'http://elsewhere' });
  assert.deepEqual(set, {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:8627',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'eu-north-1',
    AWS_REGION: 'eu-north-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_SQS']) {
    assert.ok(unset.includes(name), name);
  }
});

test('a proxy is told to leave the box alone', () => {
  const { set } = environmentOf(box, { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'a.example' });
  assert.equal(set.NO_PROXY, 'a.example,127.0.0.1');
  assert.equal(set.no_proxy, 'a.example,127.0.0.1');
});
