import type { Context } from '../../kernel/context.ts';
import { defineSql, type SqlRow } from '../../kernel/sql.ts';

/** A part of a multipart upload; it stays when the upload becomes an object. */
export interface Part {
  readonly number: number;
  readonly blob: string;
  readonly size: number;
  /** MD5 in hexadecimal. */
  readonly etag: string;
  /** Base64, in the upload's algorithm. */
  readonly checksum: string;
  readonly modifiedMs: number;
}

/** Stores a part in place of the one that has its number. */
export function putPart(uploadId: string, part: Part, context: Context) {
  const before = findPart(uploadId, part.number, context);
  if (before) context.blobs.drop(before.blob);
  const { number, blob, size, etag, checksum, modifiedMs } = part;
  context.sql(partsSql).put.run(uploadId, number, blob, size, etag, checksum, modifiedMs);
}

function findPart(uploadId: string, number: number, context: Context): Part | undefined {
  const row = context.sql(partsSql).get.get(uploadId, number);
  return row && partOf(row);
}

/** The parts with numbers above `after`, in their order; an upload has 10,000 at most. */
export function partsOf(uploadId: string, context: Context, after = 0): Part[] {
  return context.sql(partsSql).after.all(uploadId, after).map(partOf);
}

export function removePart(uploadId: string, part: Part, context: Context) {
  context.blobs.drop(part.blob);
  context.sql(partsSql).remove.run(uploadId, part.number);
}

export function removeParts(uploadId: string, context: Context) {
  for (const part of partsOf(uploadId, context)) removePart(uploadId, part, context);
}

function partOf(row: SqlRow): Part {
  const { number, blob, size, etag, checksum, modified_ms: modifiedMs } = row;
  return { number, blob, size, etag, checksum, modifiedMs } as Part;
}

const partsSql = defineSql(
  `CREATE TABLE IF NOT EXISTS s3_parts (
    upload_id TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL,
    etag TEXT NOT NULL, checksum TEXT NOT NULL, modified_ms INTEGER NOT NULL,
    PRIMARY KEY (upload_id, number)
  ) WITHOUT ROWID`,
  {
    get: 'SELECT * FROM s3_parts WHERE upload_id = ? AND number = ?',
    after: 'SELECT * FROM s3_parts WHERE upload_id = ? AND number > ? ORDER BY number',
    put: 'INSERT OR REPLACE INTO s3_parts VALUES (?, ?, ?, ?, ?, ?, ?)',
    remove: 'DELETE FROM s3_parts WHERE upload_id = ? AND number = ?',
  },
);
