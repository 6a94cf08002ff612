import { housekeeper } from './kernel/caller.ts';
import type { Context } from './kernel/context.ts';
import { AwsError } from './kernel/error.ts';
import { defineTable } from './kernel/table.ts';

/** What looks at each record as it is written, and tells what it found. */
export interface Detector {
  /** Takes a CloudTrail record; records come in their order. Findings are plain data. */
  feed(record: Readonly<Record<string, unknown>>): readonly object[];
}

/** Where findings are kept: a log group, which AWS's own API reads, searches and forwards. */
const logGroupName = '/tocsin/findings';
const logStreamName = 'findings';

/**
 * Gives a reader of the journal that keeps what the detector finds as log events, and tells the
 * default event bus. What was read before a restart is shown to the detector again, so that it
 * knows what it knew, but rings no second time.
 */
export function findingsReader(detector: Detector): (context: Context) => void {
  let isWarm = false;
  return (context) => {
    if (!isWarm) warmUp(detector, context);
    isWarm = true;
    while (readOn(detector, context));
  };
}

const readAtOnce = 500;
/** Records that are shown again after a start: more would keep the box from answering. */
const warmUpMax = 50_000;

function warmUp(detector: Detector, context: Context) {
  const { journal } = context;
  const seq = cursorOf(context)?.seq ?? journal.lastSeq;
  if (!cursorOf(context)) context.transact(() => context.globalTable(cursors).put({ id, seq }));
  for (let from = Math.max(0, seq - warmUpMax); from < seq; ) {
    const entries = journal.read(from, Math.min(readAtOnce, seq - from));
    if (entries.length === 0) break;
    for (const { record } of entries) detector.feed(JSON.parse(record));
    from = entries.at(-1)!.seq;
  }
}

function readOn(detector: Detector, context: Context): boolean {
  const entries = context.journal.read(cursorOf(context)!.seq, readAtOnce);
  const last = entries.at(-1);
  if (last === undefined) return false;
  const findings = entries.flatMap(({ record }) => detector.feed(JSON.parse(record)));
  context.transact(() => {
    if (findings.length > 0) tell(findings, context);
    context.globalTable(cursors).put({ id, seq: last.seq });
  });
  return entries.length === readAtOnce;
}

function tell(findings: readonly object[], context: Context) {
  const as = { caller: housekeeper('tocsin.amazonaws.com', context.accountId) };
  ensure(() => context.call('logs', 'CreateLogGroup', { logGroupName }, as));
  ensure(() => context.call('logs', 'CreateLogStream', { logGroupName, logStreamName }, as));
  for (let from = 0; from < findings.length; from += eventsAtOnce) {
    const some = findings.slice(from, from + eventsAtOnce).map((each) => JSON.stringify(each));
    context.call(
      'logs',
      'PutLogEvents',
      {
        logGroupName,
        logStreamName,
        logEvents: some.map((message) => ({ timestamp: context.nowMs, message })),
      },
      as,
    );
    context.call(
      'events',
      'PutEvents',
      {
        Entries: some.map((Detail) => ({
          Source: 'tocsin',
          DetailType: 'tocsin Finding',
          Detail,
        })),
      },
      as,
    );
  }
}

/** PutEvents takes no more. */
const eventsAtOnce = 10;

function ensure(create: () => void) {
  try {
    create();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException')
      throw error;
  }
}

interface Cursor {
  readonly id: string;
  readonly seq: number;
}

const id = 'findings';
const cursors = defineTable<Cursor>('tocsin.findings', (row) => row.id);
const cursorOf = (context: Context) => context.globalTable(cursors).get(id);
