import type { AwsError } from '../../kernel/error.ts';
import { invalidArgument } from './problems.ts';

/** A page of a listing: rows, and groups of keys that go on alike up to the delimiter. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly prefixes: readonly string[];
  readonly last?: Row | string;
  /** Where the next page starts; absent on the last page. */
  readonly next?: string;
}

export interface ListingRequest {
  readonly prefix: string;
  readonly delimiter?: string | undefined;
  /** The first key that may be on the page. */
  readonly start: string;
  readonly limit: number;
}

/**
 * Reads one page. Rows come lazily, in the order of their keys; after a group the rows are asked
 * for anew from behind it, so that a page costs as many steps as it has entries, however many keys
 * a group holds.
 */
export function listPage<Row extends { readonly key: string }>(
  { prefix, delimiter, start, limit }: ListingRequest,
  rowsBetween: (start: string, end: string) => Iterable<Row>,
): Listing<Row> {
  const end = endOfPrefix(prefix);
  const rows: Row[] = [];
  const prefixes: string[] = [];
  let last: Row | string | undefined;
  let from = Buffer.compare(Buffer.from(start), Buffer.from(prefix)) > 0 ? start : prefix;
  for (let more = limit > 0; more; ) {
    more = false;
    for (const row of rowsBetween(from, end)) {
      if (rows.length + prefixes.length === limit)
        return { rows, prefixes, last: last!, next: from };
      const group = delimiter ? groupOf(row.key, prefix, delimiter) : undefined;
      if (group === undefined) {
        rows.push(row);
        last = row;
        from = keyAfter(row.key);
        continue;
      }
      prefixes.push(group);
      last = group;
      from = endOfPrefix(group);
      more = true;
      break;
    }
  }
  return { rows, prefixes };
}

/** The key that comes right behind another. */
export function keyAfter(key: string): string {
  return `${key}\0`;
}

/**
 * The first text that is behind all texts with this prefix: its last code point raised by one.
 * UTF-8 sorts as code points do.
 */
export function endOfPrefix(prefix: string): string {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0)!;
    if (point < 0x10ffff) {
      return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
    }
  }
  return behindAllKeys;
}

/** Where a listing goes on behind a marker, which may be the name of a group. */
export function startAfter(marker: string, prefix: string, delimiter: string | undefined): string {
  if (marker === '') return '';
  const group = delimiter ? groupOf(marker, prefix, delimiter) : undefined;
  return group === marker ? endOfPrefix(marker) : keyAfter(marker);
}

/** Keys as the client wants them: XML cannot hold every character that a key may have. */
export function keyEncoding(
  type: string | undefined,
): <Text extends string | undefined>(text: Text) => Text {
  if (type !== 'url') return (text) => text;
  return (text) => text && (encodeURIComponent(text).replaceAll('%2F', '/') as typeof text);
}

/** How many entries a page may have: 1,000 at most. Throws InvalidArgument. */
export function pageLimit(asked: number | undefined, name: string): number {
  if (asked === undefined) return pageLimitMax;
  if (Number.isInteger(asked) && asked >= 0 && asked <= 0x7fffffff) {
    return Math.min(asked, pageLimitMax);
  }
  const message = `Argument ${name} must be an integer between 0 and 2147483647`;
  throw invalidArgument(message, name, asked);
}

/** Tokens hold where the next page starts. */
export function continuationToken(next: string): string {
  return Buffer.from(tokenStart + next).toString('base64');
}

export function readContinuationToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (text.startsWith(tokenStart)) return text.slice(tokenStart.length);
  throw wrongToken(token);
}

function wrongToken(token: string): AwsError {
  return invalidArgument(
    'The continuation token provided is incorrect',
    'continuation-token',
    token,
  );
}

function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  const at = key.startsWith(prefix) ? key.indexOf(delimiter, prefix.length) : -1;
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

const pageLimitMax = 1000;
const tokenStart = '\u0001next:';
/** Keys have at most 1,024 bytes, 256 times this character. */
const behindAllKeys = '\u{10ffff}'.repeat(257);
