import type { CreateMultipartUploadOutput, CreateMultipartUploadRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { type ChecksumType, checksumTypes, defaultAlgorithm, namedAlgorithm } from './checksums.ts';
import { wholeSeconds } from './objects.ts';
import { initiatorOf } from './owner.ts';
import { invalidRequest } from './problems.ts';
import { putActions, putMembers, readPut } from './put.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { newUploadId, putUpload } from './uploads.ts';

/** Begins an upload in parts. */
export const CreateMultipartUpload = operation<
  CreateMultipartUploadRequest,
  CreateMultipartUploadOutput
>({
  accepts: [
    'Bucket',
    'Key',
    ...putMembers,
    'ChecksumAlgorithm',
    'ChecksumType',
    'ExpectedBucketOwner',
  ],
  action: putActions,
  ...objectAccess,
  event: 'Data',
  record: objectRecord({ query: { uploads: '' }, tellsEncryption: true }),
  run: (input, context) => {
    bucketOf(input, context);
    const { Bucket = '', Key = '' } = input;
    const facts = readPut('CreateMultipartUpload', input);
    const checksum = checksumOf(input);
    const uploadId = newUploadId(context);
    putUpload(
      {
        bucket: Bucket,
        key: Key,
        uploadId,
        initiatedMs: wholeSeconds(context.nowMs),
        initiator: initiatorOf(context),
        checksum,
        ...facts,
      },
      context,
    );
    return {
      Bucket,
      Key,
      UploadId: uploadId,
      ServerSideEncryption: 'AES256',
      ...(checksum.isDeclared
        ? { ChecksumAlgorithm: input.ChecksumAlgorithm, ChecksumType: checksum.type }
        : undefined),
    };
  },
});

function checksumOf({ ChecksumAlgorithm, ChecksumType }: CreateMultipartUploadRequest) {
  const named = namedAlgorithm('CreateMultipartUpload', ChecksumAlgorithm);
  if (named === undefined && ChecksumType !== undefined) {
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = named ?? defaultAlgorithm;
  const types = checksumTypes[algorithm];
  const type = (ChecksumType ?? types[0]!) as ChecksumType;
  if (!types.includes(type)) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return { algorithm, type, isDeclared: named !== undefined };
}
