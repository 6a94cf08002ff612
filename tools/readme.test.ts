import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('README.md counts the operations as docs/operations.md does', () => {
  const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const rows = (page: string) =>
    [...page.matchAll(/^\| \[.*?\]\(\S*#(\w+)\) (\| \d+ \| \d+ \|)$/gm)].map(
      ([, service, counts]) => `${service} ${counts}`,
    );
  assert.ok(rows(readme).length > 0);
  assert.deepEqual(rows(readme).sort(), rows(operations).sort());
});

test('README.md leads to files that exist', () => {
  for (const [, file] of readme.matchAll(/\]\(([\w/.-]+)[)#]/g)) {
    assert.ok(existsSync(join(root, file!)), file);
  }
});
