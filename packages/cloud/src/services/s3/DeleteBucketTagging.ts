import type { DeleteBucketTaggingRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf, changeBucket } from './state.ts';

/** Takes all tags of a bucket away. */
export const DeleteBucketTagging = operation<DeleteBucketTaggingRequest, object>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  action: 's3:PutBucketTagging',
  ...bucketAccess,
  record: bucketRecord({ query: { tagging: '' } }),
  run: (input, context) => {
    changeBucket(bucketOf(input, context), { tags: [] }, context);
    return {};
  },
});
