import type { DeletePublicAccessBlockRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf, bucketsTable } from './state.ts';

/** From here on the bucket blocks no public access. */
export const DeletePublicAccessBlock = operation<DeletePublicAccessBlockRequest, object>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  action: 's3:PutBucketPublicAccessBlock',
  ...bucketAccess,
  record: bucketRecord({
    eventName: 'DeleteBucketPublicAccessBlock',
    query: { publicAccessBlock: '' },
  }),
  run: (input, context) => {
    const { publicAccessBlock: _gone, ...bucket } = bucketOf(input, context);
    context.globalTable(bucketsTable).put(bucket);
    return {};
  },
});
