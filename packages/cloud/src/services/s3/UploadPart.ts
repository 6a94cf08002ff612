import type { UploadPartOutput, UploadPartRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { announcedAlgorithm, checksumMembers, checksumOutput } from './checksums.ts';
import { wholeSeconds } from './objects.ts';
import { putPart } from './parts.ts';
import { invalidArgument, invalidRequest } from './problems.ts';
import { abandon, keep, type Received, receive, receiveNow } from './receive.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { type MultipartUpload, uploadOf } from './uploads.ts';

/** Stores one part of an upload, in place of an earlier one with its number. */
export const UploadPart = operation<UploadPartRequest, UploadPartOutput, Received | undefined>({
  accepts: [
    'Bucket',
    'Key',
    'Body',
    'UploadId',
    'PartNumber',
    ...checksumMembers,
    'ChecksumAlgorithm',
    'ContentLength',
    'ContentMD5',
    'ExpectedBucketOwner',
  ],
  action: 's3:PutObject',
  ...objectAccess,
  event: 'Data',
  record: objectRecord({ tellsEncryption: true }),
  prepare: async (input, context) => {
    bucketOf(input, context);
    checkPartNumber(input.PartNumber!);
    const upload = uploadOf(input, context);
    checkAlgorithm(upload, announcedAlgorithm(input));
    return receive(input, upload.checksum.algorithm, context);
  },
  abandon,
  run: (input, context, ready) => {
    bucketOf(input, context);
    checkPartNumber(input.PartNumber!);
    const upload = uploadOf(input, context);
    const { algorithm } = upload.checksum;
    const received = ready ?? receiveNow(input.Body, algorithm);
    const { sent, computed, size, etag } = received;
    if (ready) checkAlgorithm(upload, sent?.algorithm);
    const { value } = (sent?.algorithm === algorithm ? sent : computed)!;
    putPart(
      upload.uploadId,
      {
        number: input.PartNumber!,
        blob: keep(received, context),
        size,
        etag,
        checksum: value,
        modifiedMs: wholeSeconds(context.nowMs),
      },
      context,
    );
    const answered = sent ?? computed!;
    return {
      ETag: `"${etag}"`,
      ServerSideEncryption: 'AES256',
      ...checksumOutput(answered.algorithm, answered.value),
    };
  },
});

export function checkPartNumber(number: number) {
  if (number >= 1 && number <= partsMax) return;
  const message = `Part number must be an integer between 1 and ${partsMax}, inclusive`;
  throw invalidArgument(message, 'partNumber', number);
}

/** Where the upload was begun with an algorithm, each part has to come with that checksum. */
function checkAlgorithm({ checksum }: MultipartUpload, actual: string | undefined) {
  const { algorithm, isDeclared } = checksum;
  if (!isDeclared || actual === algorithm) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}, actual checksum Type: ${actual ?? 'null'}`,
  );
}

const partsMax = 10_000;
