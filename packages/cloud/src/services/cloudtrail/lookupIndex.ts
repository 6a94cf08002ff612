import { setImmediate } from 'node:timers/promises';
import type { Context } from '../../kernel/context.ts';
import type { JournalEntry } from '../../kernel/journal.ts';
import { defineSql } from '../../kernel/sql.ts';
import { defineTable } from '../../kernel/table.ts';
import { accessKeyIdOf, type ManagementRecord, resourcesOf, userNameOf } from './recordFacts.ts';

/**
 * The index behind LookupEvents: which entries of the journal have which attribute. Calls do not
 * pay for it: it is brought up to date when somebody looks, a chunk in each turn of the event loop.
 * It can always be made anew from the journal.
 */
export async function indexJournal(context: Context): Promise<undefined> {
  while (context.transact(() => indexChunk(context))) await setImmediate();
  return undefined;
}

export interface LookupQuery {
  readonly region: string;
  readonly attribute: string;
  readonly value: string;
  /** Milliseconds since the epoch, both included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only entries before this position of the journal. */
  readonly beforeSeq: number;
}

/** What every management event has. */
export const everyEvent = { attribute: 'Event', value: '' } as const;

/** At most `limit` entries that match, newest first. */
export function findEvents(query: LookupQuery, limit: number, context: Context): JournalEntry[] {
  const { region, attribute, value, beforeSeq, fromMs, toMs } = query;
  const { find } = context.sql(lookupSql);
  const found = find.all(region, attribute, value, beforeSeq, wholeSecond(fromMs), toMs, limit);
  return found.flatMap(({ seq }) => context.journal.read(Number(seq) - 1, 1));
}

/** Tells whether there is more to do. */
function indexChunk(context: Context): boolean {
  const cursors = context.globalTable(cursorTable);
  const entries = context.journal.read(cursors.get(cursorName)?.seq ?? 0, chunkEntriesMax);
  const last = entries.at(-1);
  if (!last) return false;
  const { insert } = context.sql(lookupSql);
  for (const entry of entries) {
    if (entry.category !== 'Management') continue;
    const { region, seq, record } = entry;
    const timeMs = wholeSecond(entry.timeMs);
    for (const [attribute, value] of attributesOf(JSON.parse(record))) {
      insert.run(region, attribute, value, seq, timeMs);
    }
  }
  cursors.put({ name: cursorName, seq: last.seq });
  return entries.length === chunkEntriesMax;
}

function attributesOf(record: ManagementRecord): (readonly [attribute: string, value: string])[] {
  const pairs: (readonly [string, string | undefined])[] = [
    [everyEvent.attribute, everyEvent.value],
    ['EventId', record.eventID],
    ['EventName', record.eventName],
    ['EventSource', record.eventSource],
    ['ReadOnly', String(record.readOnly)],
    ['Username', userNameOf(record)],
    ['AccessKeyId', accessKeyIdOf(record)],
  ];
  for (const { type, name } of resourcesOf(record)) {
    pairs.push(['ResourceType', type], ['ResourceName', name]);
  }
  return pairs.filter((pair): pair is [string, string] => pair[1] !== undefined);
}

/** In a transaction: what stood before a position of the journal is found no longer. */
export function forgetLookups(context: Context, beforeSeq: number) {
  context.sql(lookupSql).forget.run(beforeSeq);
}

/** Events have the time of their second, so a range that names it takes in all of it. */
function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}

const chunkEntriesMax = 500;
const cursorName = 'lookup';
const cursorTable = defineTable<{ name: string; seq: number }>(
  'cloudtrail.cursors',
  ({ name }) => name,
);

const lookupSql = defineSql(
  `CREATE TABLE IF NOT EXISTS lookup (
     region TEXT NOT NULL, attribute TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL,
     time_ms INTEGER NOT NULL, PRIMARY KEY (region, attribute, value, seq)) WITHOUT ROWID`,
  {
    insert: 'INSERT OR IGNORE INTO lookup VALUES (?, ?, ?, ?, ?)',
    forget: 'DELETE FROM lookup WHERE seq < ?',
    find: `SELECT seq FROM lookup WHERE region = ? AND attribute = ? AND value = ? AND seq < ?
           AND time_ms BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?`,
  },
);
