import type { TrailRecord } from '@tocsin/detect';
import type { SigmaRule } from '@tocsin/engine/sigma';
import { type HuntQuery, recordOfRow } from '@tocsin/engine/sigma/targets';

/** A row of a result: what is not NULL, by the names of the columns. */
export type Row = Readonly<Record<string, string>>;

/** A record and the rules that match it, by what Athena says. */
export interface MatchedRecord {
  readonly record: TrailRecord;
  readonly matched: readonly SigmaRule[];
}

interface Stream {
  readonly query: HuntQuery;
  /** In the order of time. */
  readonly rows: AsyncIterator<Row>;
}

/**
 * The rows of several queries as one row of records, in the order of time. What several queries
 * found, or one found twice because the log has it twice, is one record with the rules of all.
 */
export async function* rowsInOrder(streams: readonly Stream[]): AsyncGenerator<MatchedRecord> {
  const heads: { readonly stream: Stream; row: Row }[] = [];
  for (const stream of streams) {
    const { value, done } = await stream.rows.next();
    if (!done) heads.push({ stream, row: value });
  }
  let key: string | undefined;
  let row: Row = {};
  const rules = new Set<SigmaRule>();
  while (heads.length > 0) {
    const head = heads.reduce((first, each) => (isBefore(each.row, first.row) ? each : first));
    const found = keyOf(head.row);
    if (found !== key) {
      if (key !== undefined) yield { record: recordOfRow(row), matched: [...rules] };
      rules.clear();
      [key, row] = [found, head.row];
    }
    for (const rule of rulesOf(head.stream.query, head.row)) rules.add(rule);
    const { value, done } = await head.stream.rows.next();
    if (done) heads.splice(heads.indexOf(head), 1);
    else head.row = value;
  }
  if (key !== undefined) yield { record: recordOfRow(row), matched: [...rules] };
}

/** An event of two accounts has one id, and a record in the log of each. */
function keyOf({ eventtime = '', eventid = '', recipientaccountid = '', ...rest }: Row): string {
  const { matched: _, ...record } = rest;
  return JSON.stringify([eventtime, eventid, recipientaccountid, eventid === '' ? record : '']);
}

/** As the queries have it. */
const order = ['eventtime', 'eventid', 'recipientaccountid'] as const;

function isBefore(one: Row, other: Row): boolean {
  const column = order.find((name) => (one[name] ?? '') !== (other[name] ?? ''));
  return column !== undefined && (one[column] ?? '') < (other[column] ?? '');
}

function rulesOf({ rules }: HuntQuery, { matched = '' }: Row): readonly SigmaRule[] {
  return matched.split(',').flatMap((place) => (place === '' ? [] : [rules[Number(place)]!]));
}
