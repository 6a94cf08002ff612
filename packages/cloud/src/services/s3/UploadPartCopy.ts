import type { UploadPartCopyOutput, UploadPartCopyRequest } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { checksumOutput } from './checksums.ts';
import { readContent } from './content.ts';
import { copySourceMembers, readCopySource } from './copySource.ts';
import { wholeSeconds } from './objects.ts';
import { putPart } from './parts.ts';
import { readCopyRange } from './range.ts';
import { abandon, keep, type Received, receive } from './receive.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { checkPartNumber } from './UploadPart.ts';
import { uploadOf } from './uploads.ts';

/** Stores bytes of another object as a part of an upload. */
export const UploadPartCopy = operation<UploadPartCopyRequest, UploadPartCopyOutput, Received>({
  accepts: [
    'Bucket',
    'Key',
    'UploadId',
    'PartNumber',
    ...copySourceMembers,
    'CopySourceRange',
    'ExpectedBucketOwner',
  ],
  action: 's3:PutObject',
  ...objectAccess,
  event: 'Data',
  record: objectRecord({ tellsEncryption: true }),
  prepare: async (input, context) => {
    const { upload, source, range } = check(input, context);
    const body = readContent(source.content, context, range);
    return receive({ Body: body }, upload.checksum.algorithm, context);
  },
  abandon,
  run: (input, context, ready) => {
    if (!ready) throw notImplemented('UploadPartCopy on behalf of a service');
    const { upload } = check(input, context);
    const { size, etag } = ready;
    const { algorithm, value } = ready.computed!;
    const modifiedMs = wholeSeconds(context.nowMs);
    const number = input.PartNumber!;
    const blob = keep(ready, context);
    putPart(upload.uploadId, { number, blob, size, etag, checksum: value, modifiedMs }, context);
    return {
      CopyPartResult: {
        ETag: `"${etag}"`,
        LastModified: new Date(modifiedMs),
        ...(upload.checksum.isDeclared ? checksumOutput(algorithm, value) : undefined),
      },
      ServerSideEncryption: 'AES256',
    };
  },
});

function check(input: UploadPartCopyRequest, context: Context) {
  bucketOf(input, context);
  checkPartNumber(input.PartNumber!);
  const upload = uploadOf(input, context);
  const source = readCopySource(input, context);
  const range = readCopyRange(input.CopySourceRange, source.content.size);
  return { upload, source, range };
}
