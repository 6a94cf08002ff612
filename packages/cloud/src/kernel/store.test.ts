import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DataFolderInUse, type DataLocation, openDatabase } from './database.ts';
import { Journal } from './journal.ts';
import { defineSql } from './sql.ts';
import { Store } from './store.ts';
import { defineTable } from './table.ts';

interface Thing {
  readonly id: string;
  readonly color: string;
}
const things = defineTable<Thing>('test.things', (thing) => thing.id, {
  color: (thing) => thing.color,
});
const lines = defineSql('CREATE TABLE IF NOT EXISTS lines (text TEXT)', {
  add: 'INSERT INTO lines VALUES (?)',
  all: 'SELECT text FROM lines ORDER BY rowid',
});

const openStore = (location: DataLocation = 'memory') =>
  new Store(openDatabase(location), (error) => {
    throw error;
  });
const linesOf = (store: Store) =>
  store
    .sql(lines)
    .all.all()
    .map(({ text }) => text);
const boom = () => {
  throw new Error('boom');
};

test('what a transaction changed is taken back when it throws', () => {
  const store = openStore();
  const table = store.table(things, 'a/b');
  store.transact(() => {
    table.put({ id: '1', color: 'red' });
    store.sql(lines).add.run('kept');
  });
  assert.throws(() =>
    store.transact(() => {
      table.put({ id: '1', color: 'blue' });
      table.put({ id: '2', color: 'blue' });
      store.sql(lines).add.run('lost');
      boom();
    }),
  );
  assert.deepEqual([...table.values()], [{ id: '1', color: 'red' }]);
  assert.deepEqual(table.find('color', 'blue'), []);
  assert.deepEqual(linesOf(store), ['kept']);
});

test('an inner transaction that throws takes back its own changes alone', () => {
  const store = openStore();
  const table = store.table(things, 'a/b');
  store.transact(() => {
    table.put({ id: 'outer', color: 'red' });
    assert.throws(() =>
      store.transact(() => {
        table.put({ id: 'inner', color: 'red' });
        store.sql(lines).add.run('inner');
        boom();
      }),
    );
    store.sql(lines).add.run('outer');
  });
  assert.deepEqual(
    [...table.values()].map(({ id }) => id),
    ['outer'],
  );
  assert.deepEqual(linesOf(store), ['outer']);
});

test('an outer transaction that throws takes back what an inner one did', () => {
  const store = openStore();
  const table = store.table(things, 'a/b');
  assert.throws(() =>
    store.transact(() => {
      store.transact(() => {
        table.put({ id: 'inner', color: 'red' });
        store.sql(lines).add.run('inner');
      });
      boom();
    }),
  );
  assert.equal(table.size, 0);
  assert.deepEqual(linesOf(store), []);
});

test('a change outside of a transaction is a defect', () => {
  const table = openStore().table(things, 'a/b');
  assert.throws(() => table.put({ id: '1', color: 'red' }), /outside of a transaction/);
});

test('indexes follow the rows', () => {
  const store = openStore();
  const table = store.table(things, 'a/b');
  const ids = (color: string) => table.find('color', color).map(({ id }) => id);
  store.transact(() => {
    table.put({ id: '1', color: 'red' });
    table.put({ id: '2', color: 'red' });
  });
  assert.deepEqual(ids('red'), ['1', '2']);
  store.transact(() => table.put({ id: '1', color: 'blue' }));
  assert.deepEqual([ids('red'), ids('blue')], [['2'], ['1']]);
  store.transact(() => table.delete('1'));
  assert.deepEqual(ids('blue'), []);
});

test('scopes do not see each other', () => {
  const store = openStore();
  store.transact(() => store.table(things, 'a/east').put({ id: '1', color: 'red' }));
  assert.equal(store.table(things, 'a/west').size, 0);
  assert.deepEqual(store.scopes(things as never).sort(), ['a/east', 'a/west']);
});

test('committed() resolves once the batch is on the disk, one commit for all', async () => {
  const store = openStore();
  let commits = 0;
  store.onCommitted(() => {
    commits += 1;
  });
  const table = store.table(things, 'a/b');
  for (const id of ['1', '2', '3']) store.transact(() => table.put({ id, color: 'red' }));
  assert.equal(commits, 0);
  await store.committed();
  assert.equal(commits, 1);
  assert.equal(store.committed(), undefined);
});

test('rows, append-only data and the journal are there after a restart', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = openStore({ folder });
  const journal = new Journal(first);
  first.transact(() => {
    first.table(things, 'a/b').put({ id: '1', color: 'red' });
    first.sql(lines).add.run('line');
    journal.append(entry('{"n":1}'));
  });
  first.close();

  const second = openStore({ folder });
  assert.deepEqual(second.table(things, 'a/b').get('1'), { id: '1', color: 'red' });
  assert.deepEqual(linesOf(second), ['line']);
  assert.deepEqual(
    new Journal(second).read(0, 10).map(({ seq, record }) => [seq, record]),
    [[1, '{"n":1}']],
  );
  second.close();
});

test('a journal entry is taken back with its transaction, and its place is given again', () => {
  const store = openStore();
  const journal = new Journal(store);
  store.transact(() => journal.append(entry('first')));
  assert.throws(() =>
    store.transact(() => {
      journal.append(entry('lost'));
      boom();
    }),
  );
  store.transact(() => journal.append(entry('second')));
  store.flush();
  assert.deepEqual(
    journal.read(0, 10).map(({ seq, record }) => [seq, record]),
    [
      [1, 'first'],
      [2, 'second'],
    ],
  );
});

test('a second process on the same folder is told so', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = openStore({ folder });
  first.transact(() => first.table(things, 'a/b').put({ id: '1', color: 'red' }));
  first.flush();
  assert.throws(() => openDatabase({ folder }), DataFolderInUse);
  first.close();
});

function entry(record: string) {
  return {
    timeMs: 1,
    accountId: '123456789012',
    region: 'us-east-1',
    category: 'Management' as const,
    record,
  };
}
