import type { HistoryEntry } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { defineSql } from '../../kernel/sql.ts';
import { placeOf } from './metrics.ts';

/** An item of an alarm's history; it outlives the alarm. */
export interface HistoryItem extends HistoryEntry {
  readonly seq: number;
  readonly alarmName: string;
  readonly timeMs: number;
}

export function writeHistory(context: Context, alarmName: string, entry: HistoryEntry) {
  const { HistoryItemType, HistorySummary, HistoryData } = entry;
  context
    .sql(historySql)
    .add.run(
      placeOf(context),
      alarmName,
      context.nowMs,
      HistoryItemType,
      HistorySummary,
      HistoryData,
    );
}

export interface HistoryQuery {
  readonly order: 'ascending' | 'descending';
  /** The `seq` of the item before the first that is wanted. */
  readonly after?: number | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly alarmName?: string | undefined;
  readonly type?: string | undefined;
  readonly limit: number;
}

export function readHistory(context: Context, query: HistoryQuery): HistoryItem[] {
  const { order, fromMs, untilMs, alarmName = '', type = '', limit } = query;
  const after = query.after ?? (order === 'ascending' ? 0 : Number.MAX_SAFE_INTEGER);
  const rows = context
    .sql(historySql)
    [order].all(placeOf(context), after, fromMs, untilMs, alarmName, alarmName, type, type, limit);
  return rows.map((row) => ({
    seq: row.seq as number,
    alarmName: row.alarm as string,
    timeMs: row.time_ms as number,
    HistoryItemType: row.type as HistoryEntry['HistoryItemType'],
    HistorySummary: row.summary as string,
    HistoryData: row.data as string,
  }));
}

/** Forgets the items before `beforeMs`. */
export function forgetHistory(context: Context, beforeMs: number) {
  context.sql(historySql).forget.run(beforeMs);
}

const wanted = `time_ms BETWEEN ? AND ? AND (? = '' OR alarm = ?) AND (? = '' OR type = ?)`;

const historySql = defineSql(
  `CREATE TABLE IF NOT EXISTS cloudwatch_history (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    place TEXT NOT NULL, alarm TEXT NOT NULL, time_ms INTEGER NOT NULL,
    type TEXT NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS cloudwatch_history_time ON cloudwatch_history (time_ms)`,
  {
    add: `INSERT INTO cloudwatch_history (place, alarm, time_ms, type, summary, data)
      VALUES (?, ?, ?, ?, ?, ?)`,
    ascending: `SELECT * FROM cloudwatch_history
      WHERE place = ? AND seq > ? AND ${wanted} ORDER BY seq LIMIT ?`,
    descending: `SELECT * FROM cloudwatch_history
      WHERE place = ? AND seq < ? AND ${wanted} ORDER BY seq DESC LIMIT ?`,
    forget: 'DELETE FROM cloudwatch_history WHERE time_ms < ?',
  },
);
