import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { checksumMembers, checksumOutput, defaultAlgorithm } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { findObject, putObject, wholeSeconds } from './objects.ts';
import { putActions, putMembers, readPut } from './put.ts';
import { abandon, keep, type Received, receive, receiveNow } from './receive.ts';
import { objectRecord, type Transfer } from './recording.ts';
import { bucketOf } from './state.ts';

/** Stores an object of up to 5 GiB in one piece. */
export const PutObject = operation<PutObjectRequest, PutObjectOutput, Received | undefined>({
  accepts: [
    'Bucket',
    'Key',
    'Body',
    ...putMembers,
    ...checksumMembers,
    'ChecksumAlgorithm',
    'ContentLength',
    'ContentMD5',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
  ],
  action: putActions,
  ...objectAccess,
  event: 'Data',
  record: objectRecord({
    tellsEncryption: true,
    transfer: uploadTransfer,
  }),
  prepare: async (input, context) => {
    check(input, context);
    return receive(input, defaultAlgorithm, context);
  },
  abandon,
  run: (input, context, ready) => {
    const { headers, metadata, tags } = check(input, context);
    const received = ready ?? receiveNow(input.Body, defaultAlgorithm);
    const { algorithm, value } = (received.sent ?? received.computed)!;
    const { size, etag } = received;
    putObject(
      {
        bucket: input.Bucket!,
        key: input.Key!,
        content: { size, blob: keep(received, context) },
        etag,
        modifiedMs: wholeSeconds(context.nowMs),
        checksum: { algorithm, value, type: 'FULL_OBJECT' },
        headers,
        metadata,
        tags,
      },
      context,
    );
    return {
      ETag: `"${etag}"`,
      ...checksumOutput(algorithm, value),
      ChecksumType: 'FULL_OBJECT',
      ServerSideEncryption: 'AES256',
    };
  },
});

function uploadTransfer(
  { Bucket = '', Key = '', ServerSideEncryption }: PutObjectRequest,
  _output: object,
  context: Context,
): Transfer {
  const size = findObject(Bucket, Key, context)!.content.size;
  return {
    objectSize: size,
    bytesTransferredIn: size,
    SSEApplied: ServerSideEncryption ? 'SSE_S3' : 'Default_SSE_S3',
    bytesTransferredOut: 0,
  };
}

/** Asked before the bytes are taken in, and again when they are there. */
function check(input: PutObjectRequest, context: Context) {
  bucketOf(input, context);
  const existing = findObject(input.Bucket!, input.Key!, context);
  checkWriteConditions(input, input.Key!, existing);
  return readPut('PutObject', input);
}
