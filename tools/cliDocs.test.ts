import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cliDocs } from './cliDocs.ts';

test('docs/cli.md is what the commands say', () => {
  const page = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8');
  assert.equal(page, cliDocs(), 'Write it again: node tools/cliDocs.ts');
});
