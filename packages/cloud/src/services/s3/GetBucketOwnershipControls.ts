import type {
  GetBucketOwnershipControlsOutput,
  GetBucketOwnershipControlsRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Says that all objects are the bucket owner's. */
export const GetBucketOwnershipControls = operation<
  GetBucketOwnershipControlsRequest,
  GetBucketOwnershipControlsOutput
>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { ownershipControls: '' } }),
  run: (input, context) => {
    bucketOf(input, context);
    return { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
  },
});
