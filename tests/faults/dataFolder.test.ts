import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminKey, spawnBox, startBox, temporaryFolder } from './box.ts';
import { type BoxClients, clientsOf } from './clients.ts';

const timeout = 30_000;

test('a full disk ends the box, and nothing acknowledged is lost', { timeout }, async (t) => {
  using folder = temporaryFolder();
  const options = ['--data', join(folder.path, 'data')];
  // To the box a limit on the size of files is what a full disk is: the write fails.
  const full = await startBox(folder.path, options, "trap '' XFSZ\nulimit -f 4000");
  t.after(() => full.kill());
  const ended = once(full.process, 'exit');
  const acknowledged = await fill(clientsOf(full.endpoint, adminKey));
  assert.deepEqual(await ended, [1, null]);
  assert.match(full.complaints(), /could not write its data and has ended\. Is the disk full\?/);
  assert.ok(acknowledged > 0);

  const box = await startBox(folder.path, options);
  t.after(() => box.kill());
  await checkFilled(clientsOf(box.endpoint, adminKey), acknowledged);
});

test('a folder that is in use, spoilt or not to be written is told of', { timeout }, async (t) => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  const first = await startBox(folder.path, ['--data', data]);
  t.after(() => first.kill());
  const { secretsmanager } = clientsOf(first.endpoint, adminKey);
  await secretsmanager.createSecret({ Name: 'kept', SecretString: 'value' });

  await t.test('another box has it', async () => {
    assert.match(await complaintOf(data), /in use by another tocsin\. Stop that one/);
    await first.kill();
  });
  await t.test('its key is cut off', async () => {
    const key = readFileSync(join(data, 'key'));
    truncateSync(join(data, 'key'), 7);
    assert.match(await complaintOf(data), /key is not a key of 32 bytes\. Restore it/);
    writeFileSync(join(data, 'key'), key);
  });
  await t.test('its database is none', async () => {
    for (const name of ['state.db', 'state.db-wal']) {
      renameSync(join(data, name), join(folder.path, name));
    }
    writeFileSync(join(data, 'state.db'), 'no database '.repeat(1_000));
    assert.match(await complaintOf(data), /state\.db is not a database of tocsin/);
    for (const name of ['state.db', 'state.db-wal']) {
      renameSync(join(folder.path, name), join(data, name));
    }
  });
  await t.test('it is a file', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    assert.match(await complaintOf(file), /The data folder .* cannot be written\./);
  });
  await t.test(
    'it is not ours',
    { skip: process.getuid?.() === 0 && 'root may write' },
    async () => {
      const foreign = join(folder.path, 'foreign');
      mkdirSync(foreign, { mode: 0o500 });
      assert.match(
        await complaintOf(join(foreign, 'data')),
        /The data folder .* cannot be written\./,
      );
    },
  );
  await t.test('and nothing was lost by that', async () => {
    const again = await startBox(folder.path, ['--data', data]);
    t.after(() => again.kill());
    const clients = clientsOf(again.endpoint, adminKey);
    const { SecretString } = await clients.secretsmanager.getSecretValue({ SecretId: 'kept' });
    assert.equal(SecretString, 'value');
  });

  /** What a box says that cannot start there; it has to be a sentence, not a stack. */
  async function complaintOf(at: string): Promise<string> {
    const { child, complaints } = spawnBox(folder.path, ['--data', at]);
    assert.deepEqual(await once(child, 'close'), [1, null]);
    assert.doesNotMatch(complaints(), /defect/);
    return complaints();
  }
});

/** Secrets of 10 KB until the box ends; gives how many were acknowledged. */
async function fill({ secretsmanager }: BoxClients): Promise<number> {
  const SecretString = 's'.repeat(10_000);
  for (let count = 0; count < secretsMax; count += 1) {
    try {
      await secretsmanager.createSecret({ Name: `secret-${count}`, SecretString });
    } catch {
      return count;
    }
  }
  throw new Error('The disk was never full.');
}

const secretsMax = 2_000;

async function checkFilled({ secretsmanager, iam }: BoxClients, count: number) {
  for (let index = 0; index < count; index += 1) {
    const SecretId = `secret-${index}`;
    const { SecretString } = await secretsmanager.getSecretValue({ SecretId });
    assert.equal(SecretString?.length, 10_000, SecretId);
  }
  await iam.createUser({ UserName: 'afterwards' });
}
