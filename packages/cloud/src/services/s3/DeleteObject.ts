import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { removeObject } from './objects.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Deletes an object. That it was not there is no error. */
export const DeleteObject = operation<DeleteObjectRequest, DeleteObjectOutput>({
  accepts: ['Bucket', 'Key', 'ExpectedBucketOwner'],
  ...objectAccess,
  event: 'Data',
  record: objectRecord(),
  run: (input, context) => {
    bucketOf(input, context);
    removeObject(input.Bucket!, input.Key!, context);
    return {};
  },
});
