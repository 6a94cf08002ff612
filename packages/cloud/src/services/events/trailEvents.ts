import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import type { JournalEntry } from '../../kernel/journal.ts';
import { defineMemory } from '../../kernel/memory.ts';
import { defineTable } from '../../kernel/table.ts';
import { arrive } from './arrival.ts';
import { envelope } from './envelope.ts';
import { takersOf } from './matching.ts';
import { archivesTable, defaultBus, rulesTable } from './state.ts';
import { isSelected, type LoggingTrail, loggingTrails } from './trails.ts';

/**
 * Brings CloudTrail's records to the default bus of their Region: those that a logging trail
 * selects, with their own position in the journal. Without rules and archives nothing is read.
 *
 * The position is committed with what matched. Between matches it is written now and then only, so
 * a restart looks at some records again, which match nothing still: rules and archives know the
 * position from which on they see records.
 *
 * Which trails log is asked anew after each change of a trail. The record of the change itself is
 * judged by what was before, so a rule still hears who stopped the last trail.
 */
export function readTrailEvents(context: Context) {
  const reader = context.memory(readers);
  const places = busyPlaces(context);
  if (places.size === 0) {
    reader.afterSeq = undefined;
    reader.trails.clear();
    return;
  }
  for (const [name, there] of places) rememberTrails(name, there, reader);
  for (let chunks = 0; chunks < chunksAtOnceMax; chunks += 1) {
    if (!readChunk(reader, places, context)) return;
  }
  context.transact(() => context.schedule(readOn, null, { key: 'next' }));
}

/** In an operation that makes or changes a rule or archive: the position from which it counts. */
export function currentSeq(context: Context): number {
  const { lastSeq } = context.journal;
  if (busyPlaces(context).size === 0) {
    context.globalTable(cursors).put({ id: cursorId, afterSeq: lastSeq });
  }
  return lastSeq;
}

/** A long backlog gives way to others now and then. */
export const readOn = jobKind<null>({
  name: 'events.readOn',
  kept: 'memory',
  settle: (_result, context) => readTrailEvents(context),
});

interface Reader {
  /** Everything up to this position is done; unknown while there are no rules. */
  afterSeq: number | undefined;
  savedSeq: number;
  /** The logging trails of a place, as they were at `afterSeq`. */
  readonly trails: Map<string, readonly LoggingTrail[]>;
}

const readers = defineMemory<Reader>({
  open: () => ({ afterSeq: undefined, savedSeq: 0, trails: new Map() }),
});

const cursors = defineTable<{ id: string; afterSeq: number }>('events.cursors', ({ id }) => id);
const cursorId = 'journal';

/** Accounts and Regions with rules or archives. */
function busyPlaces(context: Context): Map<string, Context> {
  const busy = new Map<string, Context>();
  for (const place of [...context.places(rulesTable), ...context.places(archivesTable)]) {
    const there = context.in(place);
    if (there.table(rulesTable).size + there.table(archivesTable).size > 0) {
      busy.set(`${place.accountId}/${place.region}`, there);
    }
  }
  return busy;
}

/** Tells whether there may be more. */
function readChunk(reader: Reader, places: Map<string, Context>, context: Context): boolean {
  const saved = context.globalTable(cursors);
  const afterSeq = reader.afterSeq ?? saved.get(cursorId)?.afterSeq ?? context.journal.lastSeq;
  reader.afterSeq = afterSeq;
  const entries = context.journal.read(afterSeq, chunkEntriesMax);
  const lastSeq = entries.at(-1)?.seq;
  if (lastSeq === undefined) return false;
  context.transact(() => {
    let isTaken = false;
    for (const entry of entries) {
      const name = `${entry.accountId}/${entry.region}`;
      const there = places.get(name);
      if (there && deliver(entry, reader.trails.get(name) ?? [], there)) isTaken = true;
      if (changesTrails(entry)) {
        reader.trails.clear();
        for (const [other, elsewhere] of places) rememberTrails(other, elsewhere, reader);
      }
    }
    if (isTaken || lastSeq - reader.savedSeq >= savedEvery) {
      saved.put({ id: cursorId, afterSeq: lastSeq });
      reader.savedSeq = lastSeq;
    }
  });
  reader.afterSeq = lastSeq;
  return entries.length === chunkEntriesMax;
}

function rememberTrails(name: string, there: Context, { trails }: Reader) {
  if (!trails.has(name)) trails.set(name, loggingTrails(there));
}

function changesTrails({ record }: JournalEntry): boolean {
  return record.includes('"eventSource":"cloudtrail.amazonaws.com"') && !isReadOnly(record);
}

function deliver(entry: JournalEntry, trails: readonly LoggingTrail[], context: Context): boolean {
  const { record, timeMs, seq, category } = entry;
  const isReadCall = category === 'Management' && isReadOnly(record);
  const takers = takersOf(defaultBus, context)[isReadCall ? 'withReads' : 'all'];
  if (takers.size === 0 || !isSelected(trails, entry)) return false;
  const event = trailEvent(entry, context);
  const dueMs = context.settings.pace === 'aws' ? timeMs + deliveryMs : context.nowMs;
  return arrive({ event, timeMs, seq, isReadCall, dueMs, isUrgent: true }, defaultBus, context);
}

/** A record as an event; its id is its own, not that of the record. */
function trailEvent({ record, timeMs }: JournalEntry, context: Context): string {
  const service = stringAt(record, record.indexOf(sourceMark), sourceMark).split('.', 1)[0]!;
  const eventType = stringAt(record, record.lastIndexOf(typeMark), typeMark);
  return envelope(
    {
      id: context.ids.uuid(),
      detailType: detailTypes[eventType] ?? apiCall,
      source: `aws.${service}`,
      timeMs,
      resources: [],
      detail: record,
    },
    context,
  );
}

/** Members of `userIdentity`, which comes before, are not ours to choose: the first is it. */
const sourceMark = '"eventSource":"';
/** Behind what callers may have written into the record, so the last is it. */
const typeMark = '"eventType":"';

function stringAt(record: string, index: number, mark: string): string {
  if (index < 0) return '';
  const start = index + mark.length;
  return record.slice(start, record.indexOf('"', start));
}

function isReadOnly(record: string): boolean {
  const mark = '"readOnly":';
  return record.startsWith('true', record.lastIndexOf(mark) + mark.length);
}

const apiCall = 'AWS API Call via CloudTrail';
const detailTypes: Readonly<Record<string, string>> = {
  AwsApiCall: apiCall,
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsConsoleSignin: 'AWS Console Sign In via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
};

/** Recorded deliveries took 4.9 to 7.8 s from the call's end to the target. */
const deliveryMs = 6_000;
const chunkEntriesMax = 1_000;
const chunksAtOnceMax = 10;
const savedEvery = 1_000;
