import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { type BlobPiece, Blobs } from './blobs.ts';
import { openDatabase } from './database.ts';
import { createIds } from './ids.ts';
import { Store } from './store.ts';

function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  const store = new Store(openDatabase({ folder }), (error) => {
    throw error;
  });
  const blobs = new Blobs(store, createIds(1), { folder });
  t.after(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  return { store, blobs, files: () => readdirSync(join(folder, 'blobs')), folder };
}

const sizes = [0, 1, 65_536, 65_537, 1_000_000];

test('gives back what was staged, whole and in part', async (t) => {
  const { store, blobs } = setUp(t);
  for (const size of sizes) {
    const bytes = Buffer.alloc(size, 'tocsin ');
    const source = Readable.from([bytes.subarray(0, size / 2), bytes.subarray(size / 2)]);
    const staged = await blobs.stage(source);
    const id = store.transact(() => blobs.keep(staged));
    assert.equal(staged.size, size);
    assert.ok(bytes.equals(await buffer(blobs.read([{ id, start: 0, end: size - 1 }]))), `${size}`);
    if (size < 10) continue;
    const part = await buffer(blobs.read([{ id, start: 3, end: 8 }]));
    assert.ok(bytes.subarray(3, 9).equals(part));
  }
});

test('a source that fails leaves nothing behind', async (t) => {
  const { blobs, files } = setUp(t);
  const source = async function* () {
    yield Buffer.alloc(100_000);
    throw new Error('gone');
  };
  await assert.rejects(blobs.stage(source()), /gone/);
  assert.deepEqual(files(), []);
});

test('a dropped blob goes after the commit, and stays when the change is taken back', async (t) => {
  const { store, blobs, files } = setUp(t);
  const staged = await blobs.stage(Readable.from([Buffer.alloc(100_000)]));
  const id = store.transact(() => blobs.keep(staged));
  assert.throws(() =>
    store.transact(() => {
      blobs.drop(id);
      throw new Error('boom');
    }),
  );
  store.flush();
  assert.deepEqual(files(), [id]);
  store.transact(() => blobs.drop(id));
  assert.deepEqual(files(), [id]);
  store.flush();
  assert.deepEqual(files(), []);
});

test('what is being read comes whole, and goes with its last reader', async (t) => {
  const { store, blobs, files } = setUp(t);
  const bytes = ['large', 'small', 'next'].map((name, index) =>
    Buffer.alloc(index === 1 ? 10 : 300_000, name),
  );
  const pieces: BlobPiece[] = [];
  for (const one of bytes) {
    const staged = await blobs.stage(Readable.from([one]));
    const id = store.transact(() => blobs.keep(staged));
    pieces.push({ id, start: 0, end: one.length - 1 });
  }
  const whole = blobs.read(pieces);
  const first = blobs.read(pieces.slice(0, 1));
  const given = blobs.read(pieces);
  const broken = blobs.read(pieces);
  store.transact(() => {
    for (const { id } of pieces) blobs.drop(id);
  });
  store.flush();
  assert.equal(files().length, 2);
  given.destroy();
  broken.destroy(new Error('gone'));
  await Promise.all([once(given, 'close'), assert.rejects(once(broken, 'close'), /gone/)]);
  assert.equal(files().length, 2);
  assert.ok(Buffer.concat(bytes).equals(await buffer(whole)));
  assert.deepEqual(files(), [pieces[0]?.id]);
  assert.ok(bytes[0]?.equals(await buffer(first)));
  assert.deepEqual(files(), []);
});

test('uploads that were never acknowledged are removed at the next start', async (t) => {
  const { store, blobs, files, folder } = setUp(t);
  writeFileSync(join(folder, 'blobs', 'orphan'), 'half an upload');
  const staged = await blobs.stage(Readable.from([Buffer.alloc(100_000)]));
  store.transact(() => blobs.keep(staged));
  new Blobs(store, createIds(2), { folder });
  assert.deepEqual(files(), [staged.id]);
});
