import type { Context } from '../../kernel/context.ts';
import { defineSql } from '../../kernel/sql.ts';
import type { Archive } from './state.ts';

/** In a transaction: keeps an event. What is too old goes at the same time. */
export function archiveEvent(
  archive: Archive,
  { event, timeMs }: { readonly event: string; readonly timeMs: number },
  context: Context,
) {
  const { add, forgetBefore } = context.sql(archiveSql);
  add.run(archive.id, timeMs, event);
  if (archive.retentionDays > 0) forgetBefore.run(archive.id, oldestMs(archive, context));
}

/** In a transaction: drops all of an archive. */
export function dropEvents({ id }: Archive, context: Context) {
  context.sql(archiveSql).forgetBefore.run(id, Number.MAX_SAFE_INTEGER);
}

export function sizeOf(archive: Archive, context: Context): { count: number; bytes: number } {
  const row = context.sql(archiveSql).size.get(archive.id, oldestMs(archive, context));
  return { count: Number(row?.events ?? 0), bytes: Number(row?.bytes ?? 0) };
}

export interface ArchivedEvent {
  readonly seq: number;
  readonly timeMs: number;
  readonly event: string;
}

/** At most `limit` events from `fromMs` on and before `untilMs`, after the position `after`. */
export function readEvents(
  archiveId: string,
  range: { readonly fromMs: number; readonly untilMs: number },
  after: ArchivePosition,
  limit: number,
  context: Context,
): ArchivedEvent[] {
  const { fromMs, untilMs } = range;
  const rows = context
    .sql(archiveSql)
    .read.all(archiveId, fromMs, untilMs, after.timeMs, after.timeMs, after.seq, limit);
  return rows.map((row) => ({
    seq: Number(row.seq),
    timeMs: Number(row.time_ms),
    event: row.event as string,
  }));
}

export interface ArchivePosition {
  readonly timeMs: number;
  readonly seq: number;
}

function oldestMs({ retentionDays }: Archive, { nowMs }: Context): number {
  return retentionDays === 0 ? 0 : nowMs - retentionDays * 86_400_000;
}

const archiveSql = defineSql(
  `CREATE TABLE IF NOT EXISTS events_archived (
    seq INTEGER PRIMARY KEY, archive TEXT NOT NULL, time_ms INTEGER NOT NULL, event TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS events_archived_time ON events_archived (archive, time_ms)`,
  {
    add: 'INSERT INTO events_archived (archive, time_ms, event) VALUES (?, ?, ?)',
    forgetBefore: 'DELETE FROM events_archived WHERE archive = ? AND time_ms < ?',
    size: `SELECT count(*) AS events, sum(length(event)) AS bytes FROM events_archived
      WHERE archive = ? AND time_ms >= ?`,
    read: `SELECT * FROM events_archived
      WHERE archive = ? AND time_ms >= ? AND time_ms < ?
        AND (time_ms > ? OR (time_ms = ? AND seq > ?))
      ORDER BY time_ms, seq LIMIT ?`,
  },
);
