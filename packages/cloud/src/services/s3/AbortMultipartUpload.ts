import type { AbortMultipartUploadOutput, AbortMultipartUploadRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { abortUpload, uploadOf } from './uploads.ts';

/** Gives an upload up, with the parts that it has. */
export const AbortMultipartUpload = operation<
  AbortMultipartUploadRequest,
  AbortMultipartUploadOutput
>({
  accepts: ['Bucket', 'Key', 'UploadId', 'ExpectedBucketOwner'],
  ...objectAccess,
  event: 'Data',
  record: objectRecord(),
  run: (input, context) => {
    bucketOf(input, context);
    abortUpload(uploadOf(input, context), context);
    return {};
  },
});
