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
  let alike: Alike = new Map();
  let newest: Row = {};
  while (heads.length > 0) {
    const head = heads.reduce((first, each) => (isBefore(each.row, first.row) ? each : first));
    if (isBefore(newest, head.row)) {
      yield* alike.values();
      alike = new Map();
    }
    newest = head.row;
    join(alike, head.row, head.stream.query);
    const { value, done } = await head.stream.rows.next();
    if (done) heads.splice(heads.indexOf(head), 1);
    else head.row = value;
  }
  yield* alike.values();
}

/** Records of one time, id and account, by all that they say: nearly always there is one. */
type Alike = Map<string, MatchedRecord>;

function join(alike: Alike, { matched = '', ...row }: Row, { rules }: HuntQuery): void {
  const found = matched.split(',').flatMap((place) => (place === '' ? [] : rules[Number(place)]!));
  const key = JSON.stringify(row);
  const known = alike.get(key);
  const all = new Set([...(known?.matched ?? []), ...found]);
  alike.set(key, { record: known?.record ?? recordOfRow(row), matched: [...all] });
}

/** As the queries have it. */
const order = ['eventtime', 'eventid', 'recipientaccountid'] as const;

function isBefore(one: Row, other: Row): boolean {
  const column = order.find((name) => (one[name] ?? '') !== (other[name] ?? ''));
  return column !== undefined && (one[column] ?? '') < (other[column] ?? '');
}
