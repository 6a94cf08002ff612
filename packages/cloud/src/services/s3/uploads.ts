import type { Tag } from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm } from '../../kernel/checksum.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { defineSql } from '../../kernel/sql.ts';
import type { ChecksumType } from './checksums.ts';
import type { ObjectHeaders } from './objects.ts';
import { removeParts } from './parts.ts';
import type { ObjectInput } from './state.ts';

/** A multipart upload under way, and what its object will have besides bytes. */
export interface MultipartUpload {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly initiatedMs: number;
  readonly initiator: { readonly ID: string; readonly DisplayName: string };
  readonly checksum: {
    readonly algorithm: ChecksumAlgorithm;
    readonly type: ChecksumType;
    /** The client named the algorithm, and each of its parts has to come with the checksum. */
    readonly isDeclared: boolean;
  };
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

export interface UploadInput extends ObjectInput {
  readonly UploadId?: string | undefined;
}

/** Ids begin with the time, so that uploads of one key are listed in the order of their start. */
export function newUploadId(context: Context): string {
  const time = Math.floor(context.nowMs).toString(36).padStart(9, '0');
  return time + context.ids.pick(uploadIdLetters, uploadIdLength - time.length);
}

/** The upload that a call names. Throws NoSuchUpload. */
export function uploadOf(input: UploadInput, context: Context): MultipartUpload {
  const { Bucket: bucket = '', Key: key = '', UploadId: uploadId = '' } = input;
  const row = context.sql(uploadsSql).get.get(bucket, key, uploadId);
  if (row) return { bucket, key, uploadId, ...JSON.parse(row.facts as string) };
  throw new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { statusCode: 404, fields: { UploadId: uploadId } },
  );
}

export function putUpload(upload: MultipartUpload, context: Context) {
  const { bucket, key, uploadId, ...facts } = upload;
  context.sql(uploadsSql).put.run(bucket, key, uploadId, JSON.stringify(facts));
}

/** Forgets the upload; its parts stay, for the object that they became. */
export function removeUpload({ bucket, key, uploadId }: MultipartUpload, context: Context) {
  context.sql(uploadsSql).remove.run(bucket, key, uploadId);
}

/** Forgets the upload and its parts. */
export function abortUpload(upload: MultipartUpload, context: Context) {
  removeParts(upload.uploadId, context);
  removeUpload(upload, context);
}

/** The uploads to keys from `start` up to, and without, `end`, in the order of key and start. */
export function* uploadsBetween(
  bucket: string,
  start: string,
  end: string,
  context: Context,
): Generator<MultipartUpload> {
  for (const row of context.sql(uploadsSql).between.iterate(bucket, start, end)) {
    const { key, upload_id: uploadId, facts } = row;
    yield { bucket, key, uploadId, ...JSON.parse(facts as string) };
  }
}

const uploadIdLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';
const uploadIdLength = 96;

const uploadsSql = defineSql(
  `CREATE TABLE IF NOT EXISTS s3_uploads (
    bucket TEXT NOT NULL, key TEXT NOT NULL, upload_id TEXT NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (bucket, key, upload_id)
  ) WITHOUT ROWID`,
  {
    get: 'SELECT facts FROM s3_uploads WHERE bucket = ? AND key = ? AND upload_id = ?',
    put: 'INSERT INTO s3_uploads VALUES (?, ?, ?, ?)',
    remove: 'DELETE FROM s3_uploads WHERE bucket = ? AND key = ? AND upload_id = ?',
    between: `SELECT key, upload_id, facts FROM s3_uploads
      WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, upload_id`,
  },
);
