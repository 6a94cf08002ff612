import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openVault } from './vault.ts';

const plain = Buffer.from('db_password=correct horse');

test('opens what it sealed, also after a restart', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const sealed = openVault({ folder }).seal(plain, 'secret 1');
  assert.deepEqual(openVault({ folder }).open(sealed, 'secret 1'), plain);
  assert.equal(statSync(join(folder, 'key')).mode & 0o777, 0o600);
});

test('refuses another label, a changed byte and another key', () => {
  const vault = openVault('memory');
  const sealed = vault.seal(plain, 'secret 1');
  const bytes = Buffer.from(sealed, 'base64');
  bytes[20]! ^= 1;
  assert.throws(() => vault.open(sealed, 'secret 2'));
  assert.throws(() => vault.open(bytes.toString('base64'), 'secret 1'));
  assert.throws(() => openVault('memory').open(sealed, 'secret 1'));
});

test('seals the same value differently each time and keeps it out of sight', () => {
  const vault = openVault('memory');
  const sealed = vault.seal(plain, 'secret 1');
  assert.notEqual(sealed, vault.seal(plain, 'secret 1'));
  assert.ok(!Buffer.from(sealed, 'base64').includes('correct'));
});

test('a key file of the wrong length is refused', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'key'), 'short');
  assert.throws(() => openVault({ folder }), /is not a key of 32 bytes/);
  assert.equal(readFileSync(join(folder, 'key'), 'utf8'), 'short');
});
