import type { DeleteBucketPolicyRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf, bucketsTable } from './state.ts';

/** Takes the bucket policy away. That there was none is no error. */
export const DeleteBucketPolicy = operation<DeleteBucketPolicyRequest, object>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { policy: '' } }),
  run: (input, context) => {
    const { policy: _gone, ...bucket } = bucketOf(input, context);
    context.globalTable(bucketsTable).put(bucket);
    return {};
  },
});
