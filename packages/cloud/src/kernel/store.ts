import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { readStoredRows, rowsTable } from './rows.ts';
import type { PreparedSql, SqlRow, SqlSpec, SqlStatement } from './sql.ts';
import { type ChangeLog, Table, type TableSpec } from './table.ts';

/**
 * All state, and the one place that makes it durable.
 *
 * Reads come from memory (tables) or from SQLite (append-only data). Writes go through in
 * transactions: `transact` runs a synchronous function; when it throws, everything it changed is
 * taken back, when it returns, its changes join the open batch. A batch is committed once in a
 * turn of the event loop, so that a hundred concurrent requests share one write to the disk, and
 * nobody is answered before `committed()` says so.
 *
 * The invariant: memory is never behind the disk, and ahead of it by the open batch alone. When a
 * commit fails the two cannot be brought together again, so the process stops (`onFatal`).
 */
export class Store implements ChangeLog {
  readonly #database: DatabaseSync;
  readonly #onFatal: (error: unknown) => void;
  readonly #tables = new Map<string, Map<string, Table<object>>>();
  readonly #stored: Map<string, Map<string, string[]>>;
  readonly #statements = new Map<SqlSpec<string>, PreparedSql<string>>();
  readonly #writers: ((commit: Commit) => void)[] = [];
  readonly #listeners: (() => void)[] = [];
  readonly #savepoints: Savepoint[] = [];
  readonly #undo: (() => void)[] = [];
  readonly #dirty = new Map<Table<object>, Set<string>>();
  #depth = 0;
  #openSavepoints = 0;
  #began = false;
  #failed = false;
  #batch: Batch | undefined;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #putRow: StatementSync;
  readonly #deleteRow: StatementSync;

  constructor(database: DatabaseSync, onFatal: (error: unknown) => void) {
    this.#database = database;
    this.#onFatal = onFatal;
    database.exec(rowsTable);
    this.#stored = readStoredRows(database);
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#putRow = database.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)');
    this.#deleteRow = database.prepare('DELETE FROM rows WHERE name = ? AND scope = ? AND key = ?');
  }

  table<Row extends object>(spec: TableSpec<Row>, scope: string): Table<Row> {
    let table = this.#tables.get(spec.name)?.get(scope);
    if (!table) {
      const scopes = this.#tables.get(spec.name) ?? new Map<string, Table<object>>();
      this.#tables.set(spec.name, scopes);
      const stored = this.#stored.get(spec.name)?.get(scope) ?? [];
      this.#stored.get(spec.name)?.delete(scope);
      const rows = stored.map((text) => JSON.parse(text) as Row);
      table = new Table(spec, scope, this, rows) as unknown as Table<object>;
      scopes.set(scope, table);
    }
    return table as unknown as Table<Row>;
  }

  /** Every scope in which this table has or had rows. */
  scopes(spec: TableSpec<never>): string[] {
    const loaded = this.#tables.get(spec.name)?.keys() ?? [];
    const stored = this.#stored.get(spec.name)?.keys() ?? [];
    return [...new Set([...loaded, ...stored])];
  }

  /** The prepared statements of append-only data; the table is made at first use. */
  sql<Name extends string>(spec: SqlSpec<Name>): PreparedSql<Name> {
    let prepared = this.#statements.get(spec);
    if (!prepared) {
      this.#database.exec(spec.schema);
      prepared = {} as PreparedSql<string>;
      for (const [name, text] of Object.entries(spec.statements)) {
        prepared[name] = this.#prepare(text as string);
      }
      this.#statements.set(spec, prepared);
    }
    return prepared as PreparedSql<Name>;
  }

  /** Runs `change`; what it changed stays if it returns and is gone if it throws. May be nested. */
  transact<T>(change: () => T): T {
    if (this.#depth >= transactionDepthLimit) throw new Error('Transactions are nested too deep.');
    this.#depth += 1;
    const mark = this.#undo.length;
    try {
      const result = change();
      if (this.#openSavepoints === this.#depth) this.#release();
      return result;
    } catch (error) {
      this.#takeBack(mark);
      throw error;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#undo.length = 0;
    }
  }

  /** Runs `undo` if the transaction that is open now is taken back. */
  onUndo(undo: () => void) {
    if (this.#depth === 0) throw new Error('A change was made outside of a transaction.');
    this.#undo.push(undo);
  }

  changed(table: Table<object>, key: string, before: object | undefined) {
    this.onUndo(() => table.restore(key, before));
    const keys = this.#dirty.get(table);
    if (keys) keys.add(key);
    else this.#dirty.set(table, new Set([key]));
    this.touch();
  }

  /** Makes sure that a commit is coming. */
  touch(): Batch {
    if (!this.#batch) {
      this.#batch = openBatch();
      setImmediate(() => this.flush());
    }
    return this.#batch;
  }

  /** Resolves when everything done so far is on the disk. */
  committed(): Promise<void> | undefined {
    return this.#batch?.promise;
  }

  /** `write` adds to every commit, inside its SQLite transaction. */
  onCommitting(write: (commit: Commit) => void) {
    this.#writers.push(write);
  }

  /** `listen` is called after every commit. */
  onCommitted(listen: () => void) {
    this.#listeners.push(listen);
  }

  /** Commits the open batch now. */
  flush() {
    const batch = this.#batch;
    if (!batch || this.#depth > 0 || this.#failed) return;
    try {
      this.#ensureBegun();
      this.#writeRows();
      for (const write of this.#writers) write(this);
      this.#commit.run();
    } catch (error) {
      this.#failed = true;
      this.#onFatal(error);
      return;
    }
    this.#began = false;
    this.#batch = undefined;
    batch.resolve();
    for (const listen of this.#listeners) listen();
  }

  close() {
    this.flush();
    this.#database.close();
  }

  #prepare(text: string): SqlStatement {
    const statement = this.#database.prepare(text);
    return {
      run: (...values) => {
        this.#ensureBegun();
        this.touch();
        while (this.#openSavepoints < this.#depth) this.#openSavepoint();
        return Number(statement.run(...values).lastInsertRowid);
      },
      get: (...values) => statement.get(...values) as SqlRow | undefined,
      all: (...values) => statement.all(...values) as SqlRow[],
      iterate: (...values) => statement.iterate(...values) as IterableIterator<SqlRow>,
    };
  }

  #ensureBegun() {
    if (this.#began) return;
    this.#begin.run();
    this.#began = true;
  }

  #writeRows() {
    for (const [table, keys] of this.#dirty) {
      for (const key of keys) {
        const row = table.get(key);
        if (row) this.#putRow.run(table.spec.name, table.scope, key, JSON.stringify(row));
        else this.#deleteRow.run(table.spec.name, table.scope, key);
      }
    }
    this.#dirty.clear();
  }

  #takeBack(mark: number) {
    while (this.#undo.length > mark) this.#undo.pop()!();
    if (this.#openSavepoints !== this.#depth) return;
    this.#savepoint(this.#depth).rollback.run();
    this.#release();
  }

  #openSavepoint() {
    this.#openSavepoints += 1;
    this.#savepoint(this.#openSavepoints).open.run();
  }

  #release() {
    this.#savepoint(this.#openSavepoints).release.run();
    this.#openSavepoints -= 1;
  }

  #savepoint(depth: number): Savepoint {
    this.#savepoints[depth] ??= {
      open: this.#database.prepare(`SAVEPOINT s${depth}`),
      release: this.#database.prepare(`RELEASE s${depth}`),
      rollback: this.#database.prepare(`ROLLBACK TO s${depth}`),
    };
    return this.#savepoints[depth];
  }
}

/** What a commit's writers see: the statements, run inside the commit. */
export type Commit = Pick<Store, 'sql'>;

interface Batch {
  readonly promise: Promise<void>;
  resolve(): void;
}

interface Savepoint {
  readonly open: StatementSync;
  readonly release: StatementSync;
  readonly rollback: StatementSync;
}

function openBatch(): Batch {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, resolve };
}

const transactionDepthLimit = 32;
