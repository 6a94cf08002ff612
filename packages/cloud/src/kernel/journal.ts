import type { SQLInputValue } from 'node:sqlite';
import { defineSql } from './sql.ts';
import type { Commit, Store } from './store.ts';

/**
 * The CloudTrail records of the account, in the order in which they were committed. Everything
 * that follows from a call (deliveries, metrics, alarms) reads from here, each reader from its own
 * cursor; after a restart each goes on where it stood.
 */
export interface JournalEntry {
  /** 1, 2, 3, …: the position in the journal. */
  readonly seq: number;
  readonly timeMs: number;
  readonly accountId: string;
  readonly region: string;
  readonly category: 'Management' | 'Data';
  /** The record as CloudTrail writes it: compact JSON. */
  readonly record: string;
}

export class Journal {
  readonly #store: Store;
  #pending: JournalEntry[] = [];
  #lastSeq: number;

  constructor(store: Store) {
    this.#store = store;
    this.#lastSeq = Number(store.sql(journalSql).last.get()?.seq ?? 0);
    store.onCommitting((commit) => {
      this.#write(commit);
      this.#pending = [];
    });
  }

  /** Under load a commit has many entries, and a statement with several rows costs less. */
  #write(commit: Commit) {
    const { insert, insertMany } = commit.sql(journalSql);
    const values = this.#pending.map(valuesOf);
    let index = 0;
    for (; index + rowsAtOnce <= values.length; index += rowsAtOnce) {
      insertMany.run(...values.slice(index, index + rowsAtOnce).flat());
    }
    for (const row of values.slice(index)) insert.run(...row);
  }

  /** The position of the newest entry, committed or not. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Joins the open batch: committed, or taken back, with the change that it tells of. */
  append(entry: Omit<JournalEntry, 'seq'>): number {
    const seq = this.#lastSeq + 1;
    this.#lastSeq = seq;
    this.#pending.push({ seq, ...entry });
    this.#store.touch();
    this.#store.onUndo(() => {
      this.#pending.pop();
      this.#lastSeq -= 1;
    });
    return seq;
  }

  /**
   * In a transaction: removes the entries before `beforeMs`, the newest one excepted, since the
   * positions go on from it. Gives the position before which nothing is left.
   */
  forget(beforeMs: number): number {
    const { firstSince, forget } = this.#store.sql(journalSql);
    const seq = Number(firstSince.get(beforeMs)?.seq ?? this.#lastSeq);
    forget.run(seq);
    return seq;
  }

  /** At most `limit` committed entries that follow `afterSeq`. */
  read(afterSeq: number, limit: number): JournalEntry[] {
    return this.#store.sql(journalSql).read.all(afterSeq, limit).map(toEntry);
  }
}

const rowsAtOnce = 8;
const row = '(?, ?, ?, ?, ?, ?)';

const journalSql = defineSql(
  `CREATE TABLE IF NOT EXISTS journal (
     seq INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, account TEXT NOT NULL,
     region TEXT NOT NULL, data INTEGER NOT NULL, record TEXT NOT NULL)`,
  {
    insert: `INSERT INTO journal VALUES ${row}`,
    insertMany: `INSERT INTO journal VALUES ${Array(rowsAtOnce).fill(row)}`,
    last: 'SELECT max(seq) AS seq FROM journal',
    firstSince: 'SELECT seq FROM journal WHERE time_ms >= ? ORDER BY seq LIMIT 1',
    forget: 'DELETE FROM journal WHERE seq < ?',
    read: 'SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?',
  },
);

function valuesOf(entry: JournalEntry): SQLInputValue[] {
  const { seq, timeMs, accountId, region, category, record } = entry;
  return [seq, timeMs, accountId, region, category === 'Data' ? 1 : 0, record];
}

function toEntry(row: Record<string, unknown>): JournalEntry {
  return {
    seq: Number(row.seq),
    timeMs: Number(row.time_ms),
    accountId: row.account as string,
    region: row.region as string,
    category: row.data ? 'Data' : 'Management',
    record: row.record as string,
  };
}
