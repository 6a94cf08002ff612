import type { Tag } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { defineSql } from '../../kernel/sql.ts';
import type { StoredChecksum } from './checksums.ts';
import { type Content, dropContent } from './content.ts';

/** An object without its bytes. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: Content;
  /** In hexadecimal, without the quotes of the wire. */
  readonly etag: string;
  /** Whole seconds, as S3 keeps times. */
  readonly modifiedMs: number;
  readonly checksum: StoredChecksum;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

/** HTTP headers that a put gives and a get gives back. */
export interface ObjectHeaders {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly expiresMs?: number | undefined;
}

export function findObject(
  bucket: string,
  key: string,
  context: Context,
): StoredObject | undefined {
  const row = context.sql(objectsSql).get.get(bucket, key);
  return row && { bucket, key, ...JSON.parse(row.facts as string) };
}

/** Stores an object in place of the one that has its key; the bytes of that one are dropped. */
export function putObject(object: StoredObject, context: Context) {
  const { bucket, key, ...facts } = object;
  const before = findObject(bucket, key, context);
  if (before) dropContent(before.content, context);
  context.sql(objectsSql).put.run(bucket, key, JSON.stringify(facts));
}

/** Changes what is known of an object, not its bytes. */
export function changeObject(
  object: StoredObject,
  change: Partial<StoredObject>,
  context: Context,
) {
  const { bucket, key, ...facts } = { ...object, ...change };
  context.sql(objectsSql).put.run(bucket, key, JSON.stringify(facts));
}

/** Removes an object and its bytes, if it is there. */
export function removeObject(bucket: string, key: string, context: Context) {
  const object = findObject(bucket, key, context);
  if (!object) return;
  dropContent(object.content, context);
  context.sql(objectsSql).remove.run(bucket, key);
}

/** S3 keeps the time of a change in whole seconds. */
export function wholeSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}

export function isEmptyBucket(bucket: string, context: Context): boolean {
  return context.sql(objectsSql).any.get(bucket) === undefined;
}

/** The objects with keys from `start` up to, and without, `end`, in UTF-8 order. */
export function* objectsBetween(
  bucket: string,
  start: string,
  end: string,
  context: Context,
): Generator<StoredObject> {
  for (const { key, facts } of context.sql(objectsSql).between.iterate(bucket, start, end)) {
    yield { bucket, key, ...JSON.parse(facts as string) };
  }
}

/** Text compares as its UTF-8 bytes, which is the order in which S3 lists keys. */
const objectsSql = defineSql(
  `CREATE TABLE IF NOT EXISTS s3_objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID`,
  {
    get: 'SELECT facts FROM s3_objects WHERE bucket = ? AND key = ?',
    put: 'INSERT OR REPLACE INTO s3_objects VALUES (?, ?, ?)',
    remove: 'DELETE FROM s3_objects WHERE bucket = ? AND key = ?',
    any: 'SELECT 1 FROM s3_objects WHERE bucket = ? LIMIT 1',
    between: `SELECT key, facts FROM s3_objects
      WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key`,
  },
);
