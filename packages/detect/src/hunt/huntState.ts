import { DatabaseSync } from 'node:sqlite';
import type { Hit, LogRead } from './messages.ts';

/** A log among those to be read. */
export interface LogEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** Changes when the log does: the time of its last change, or its ETag. */
  readonly stamp: string;
}

/** A log that could not be read, or not all of it. */
export interface LogProblem {
  readonly name: string;
  readonly reason: string;
}

export interface HuntTotals {
  readonly logs: number;
  readonly logsRead: number;
  readonly sizeBytes: number;
  readonly sizeBytesRead: number;
  /** Without gzip. */
  readonly bytes: number;
  readonly records: number;
  readonly problems: number;
}

/** The state was made by other rules, or is none. */
export class WrongState extends Error {}

export type HuntState = ReturnType<typeof openState>;

/**
 * Which logs there are, which were read, and which records rules matched: as a database, so that
 * memory does not grow with it, that it sorts, and that what was read stays read whatever happens.
 *
 * @param file where it stays for another time; undefined for a temporary one.
 * @param asked what was asked: the rules and the time. Throws `WrongState` if it was another.
 */
export function openState(file: string | undefined, asked: string) {
  const db = open(file);
  const known = db.prepare('SELECT asked FROM hunt').get()?.asked;
  if (known !== undefined && known !== asked) {
    db.close();
    throw new WrongState('was made with other rules, or for another time');
  }
  if (known === undefined) db.prepare('INSERT INTO hunt VALUES (?)').run(asked);
  // What a log that was not read to its end gave is found again.
  db.exec('DELETE FROM hit WHERE log IN (SELECT id FROM log WHERE read = 0)');
  const addLog = db.prepare(addLogSql);
  const nextLog = db.prepare('SELECT * FROM log WHERE read = 0 AND id > ? ORDER BY id LIMIT 1');
  const addHit = db.prepare('INSERT INTO hit VALUES (?, ?, ?, ?, ?)');
  const endLog = db.prepare(
    'UPDATE log SET read = 1, bytes = ?, records = ?, problem = ? WHERE id = ?',
  );
  const dropHits = db.prepare('DELETE FROM hit WHERE log = ?');
  const inOne = (work: () => void) => {
    db.exec('BEGIN');
    work();
    db.exec('COMMIT');
  };
  return {
    addLogs: (entries: readonly LogEntry[]) =>
      inOne(() => {
        for (const { name, sizeBytes, stamp } of entries) addLog.run(name, sizeBytes, stamp);
      }),
    /** The first log behind the place that was not read. */
    logAfter: (place: number) =>
      nextLog.get(place) as (LogEntry & { readonly id: number }) | undefined,
    addHits: (log: number, hits: readonly Hit[]) =>
      inOne(() => {
        for (const { timeMs, eventID, record, matched } of hits) {
          addHit.run(log, timeMs ?? null, eventID, record, matched.join(' '));
        }
      }),
    endLog: (log: number, { facts }: LogRead, problem: string | undefined) =>
      void endLog.run(facts.bytes, facts.records, problem ?? null, log),
    dropHits: (log: number) => void dropHits.run(log),
    /** In the order of time; what was delivered more than once is there once. */
    *hits(): Generator<Omit<Hit, 'timeMs'>> {
      for (const row of db.prepare(hitsSql).iterate()) {
        const { event, record, matched } = row as Record<'event' | 'record' | 'matched', string>;
        yield { eventID: event, record, matched: matched.split(' ').map(Number) };
      }
    },
    totals: () => ({ ...db.prepare(totalsSql).get() }) as unknown as HuntTotals,
    problems: (max: number): LogProblem[] =>
      db
        .prepare('SELECT name, problem AS reason FROM log WHERE problem IS NOT NULL LIMIT ?')
        .all(max)
        .map(({ name, reason }) => ({ name: String(name), reason: String(reason) })),
    close: () => db.close(),
  };
}

function open(file: string | undefined): DatabaseSync {
  try {
    // Without a name it is a temporary file, which SQLite removes.
    const db = new DatabaseSync(file ?? '');
    db.exec(schema);
    return db;
  } catch (error) {
    throw new WrongState(`is no state of a hunt: ${(error as Error).message}`);
  }
}

const schema = `
  PRAGMA cache_size = -8000;
  PRAGMA temp_store = FILE;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS hunt (asked TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS log (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE, sizeBytes INTEGER, stamp TEXT,
    read INTEGER DEFAULT 0, bytes INTEGER DEFAULT 0, records INTEGER DEFAULT 0, problem TEXT);
  CREATE INDEX IF NOT EXISTS unread ON log (read, id);
  CREATE TABLE IF NOT EXISTS hit (
    log INTEGER, time REAL, event TEXT, record TEXT, matched TEXT);
  CREATE INDEX IF NOT EXISTS hitLog ON hit (log);
`;

/** A log that has changed since it was read is read again. */
const addLogSql = `
  INSERT INTO log (name, sizeBytes, stamp) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET
    read = 0, sizeBytes = excluded.sizeBytes, stamp = excluded.stamp, problem = NULL
  WHERE stamp <> excluded.stamp`;

const hitsSql = `
  SELECT event, min(record) AS record, matched FROM hit
  GROUP BY time, event, CASE event WHEN '' THEN rowid ELSE 0 END
  ORDER BY time, event, record`;

const totalsSql = `
  SELECT count(*) AS logs, coalesce(sum(read), 0) AS logsRead,
    coalesce(sum(sizeBytes), 0) AS sizeBytes,
    coalesce(sum(sizeBytes * read), 0) AS sizeBytesRead,
    coalesce(sum(bytes), 0) AS bytes, coalesce(sum(records), 0) AS records,
    count(problem) AS problems
  FROM log`;
