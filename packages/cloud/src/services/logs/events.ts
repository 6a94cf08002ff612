import type { Context } from '../../kernel/context.ts';
import { defineSql, type SqlRow } from '../../kernel/sql.ts';
import type { LogGroup, LogStream } from './state.ts';

/** A log event as it lies in the database. `seq` is the order of ingestion over all groups. */
export interface StoredEvent {
  readonly seq: number;
  readonly streamId: number;
  readonly timeMs: number;
  readonly ingestedMs: number;
  readonly message: string;
}

/** A place among the events of a stream or group, which are in order of time, then ingestion. */
export interface Position {
  readonly timeMs: number;
  readonly seq: number;
}

/** What an event counts beside its message, in batches, pages and stored bytes. */
export const eventOverheadBytes = 26;
/** The most that one answer holds, but for a single larger event. */
const answerBytesMax = 1_048_576;

/** Events, and per stream what DescribeLogStreams and DescribeLogGroups tell of them. */
export const eventsSql = defineSql(
  `CREATE TABLE IF NOT EXISTS log_events (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, log_group INTEGER NOT NULL, stream INTEGER NOT NULL,
     time_ms INTEGER NOT NULL, ingested_ms INTEGER NOT NULL, message TEXT NOT NULL);
   CREATE INDEX IF NOT EXISTS log_events_of_stream ON log_events (stream, time_ms);
   CREATE INDEX IF NOT EXISTS log_events_of_group ON log_events (log_group, time_ms);
   CREATE TABLE IF NOT EXISTS log_totals (
     stream INTEGER PRIMARY KEY, log_group INTEGER NOT NULL, first_ms INTEGER, last_ms INTEGER,
     ingested_ms INTEGER NOT NULL, bytes INTEGER NOT NULL);
   CREATE INDEX IF NOT EXISTS log_totals_of_group ON log_totals (log_group)`,
  {
    insert: `INSERT INTO log_events (log_group, stream, time_ms, ingested_ms, message)
             VALUES (?, ?, ?, ?, ?)`,
    forward: `SELECT * FROM log_events WHERE stream = ? AND (time_ms, seq) > (?, ?)
              AND time_ms < ? ORDER BY time_ms, seq LIMIT ?`,
    backward: `SELECT * FROM log_events WHERE stream = ? AND (time_ms, seq) < (?, ?)
               AND time_ms >= ? ORDER BY time_ms DESC, seq DESC LIMIT ?`,
    ofGroup: `SELECT * FROM log_events WHERE log_group = ? AND (time_ms, seq) > (?, ?)
              AND time_ms < ? ORDER BY time_ms, seq`,
    oldest: 'SELECT min(time_ms) AS ms FROM log_events WHERE log_group = ?',
    removeExpired: `DELETE FROM log_events WHERE seq IN (
                      SELECT seq FROM log_events WHERE log_group = ? AND time_ms <= ? LIMIT ?)`,
    removeStream: 'DELETE FROM log_events WHERE stream = ?',
    removeGroup: 'DELETE FROM log_events WHERE log_group = ?',
    addTotals: `INSERT INTO log_totals VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET
                first_ms = min(coalesce(first_ms, excluded.first_ms), excluded.first_ms),
                last_ms = max(coalesce(last_ms, excluded.last_ms), excluded.last_ms),
                ingested_ms = excluded.ingested_ms, bytes = bytes + excluded.bytes`,
    totals: 'SELECT * FROM log_totals WHERE stream = ?',
    groupBytes: 'SELECT total(bytes) AS bytes FROM log_totals WHERE log_group = ?',
    recount: `UPDATE log_totals SET
              first_ms = (SELECT min(time_ms) FROM log_events e WHERE e.stream = log_totals.stream),
              last_ms = (SELECT max(time_ms) FROM log_events e WHERE e.stream = log_totals.stream),
              bytes = (SELECT total(length(CAST(message AS BLOB)) + ${eventOverheadBytes})
                       FROM log_events e WHERE e.stream = log_totals.stream)
              WHERE log_group = ?`,
    removeTotals: 'DELETE FROM log_totals WHERE stream = ?',
    removeGroupTotals: 'DELETE FROM log_totals WHERE log_group = ?',
  },
);

/**
 * Stores events that are in order of time; `bytes` is what they count together.
 * @returns the `seq` of the first; the others follow it
 */
export function addEvents(
  stream: LogStream,
  events: readonly { readonly timestamp: number; readonly message: string }[],
  bytes: number,
  context: Context,
): number {
  const { insert, addTotals } = context.sql(eventsSql);
  const { id, groupId } = stream;
  const { nowMs } = context;
  let lastSeq = 0;
  for (const { timestamp, message } of events) {
    lastSeq = insert.run(groupId, id, timestamp, nowMs, message);
  }
  addTotals.run(id, groupId, events[0]!.timestamp, events.at(-1)!.timestamp, nowMs, bytes);
  return lastSeq - events.length + 1;
}

/** What part of a stream's or group's events is asked for. */
export interface Span {
  readonly fromMs: number;
  /** The first time that is not in it any more. */
  readonly toMs: number;
}

/** Events after a position, in order, as many as fit into one answer and at most `limit`. */
export function eventsAfter(
  stream: LogStream,
  after: Position,
  { fromMs, toMs }: Span,
  limit: number,
  context: Context,
): StoredEvent[] {
  const start = after.timeMs >= fromMs ? after : { timeMs: fromMs, seq: 0 };
  const { forward } = context.sql(eventsSql);
  return fill(forward.iterate(stream.id, start.timeMs, start.seq, toMs, limit));
}

/** Events before a position, in order, as many as fit into one answer and at most `limit`. */
export function eventsBefore(
  stream: LogStream,
  before: Position,
  { fromMs, toMs }: Span,
  limit: number,
  context: Context,
): StoredEvent[] {
  const end = before.timeMs < toMs ? before : { timeMs: toMs, seq: 0 };
  const { backward } = context.sql(eventsSql);
  return fill(backward.iterate(stream.id, end.timeMs, end.seq, fromMs, limit)).reverse();
}

/** All events of a group after a position, in order; whoever reads them stops in time. */
export function* groupEventsAfter(
  group: LogGroup,
  after: Position,
  { fromMs, toMs }: Span,
  context: Context,
): Generator<StoredEvent> {
  const start = after.timeMs >= fromMs ? after : { timeMs: fromMs, seq: 0 };
  const { ofGroup } = context.sql(eventsSql);
  for (const row of ofGroup.iterate(group.id, start.timeMs, start.seq, toMs)) yield toEvent(row);
}

/** Counts the bytes of an answer: says whether one more event fits. */
export function answerRoom(): (message: string) => boolean {
  let left = answerBytesMax;
  let isEmpty = true;
  return (message) => {
    left -= Buffer.byteLength(message) + eventOverheadBytes;
    const fits = left >= 0 || isEmpty;
    isEmpty = false;
    return fits;
  };
}

function fill(rows: Iterable<SqlRow>): StoredEvent[] {
  const fits = answerRoom();
  const events: StoredEvent[] = [];
  for (const row of rows) {
    if (!fits(row.message as string)) break;
    events.push(toEvent(row));
  }
  return events;
}

function toEvent(row: SqlRow): StoredEvent {
  return {
    seq: Number(row.seq),
    streamId: Number(row.stream),
    timeMs: Number(row.time_ms),
    ingestedMs: Number(row.ingested_ms),
    message: row.message as string,
  };
}
