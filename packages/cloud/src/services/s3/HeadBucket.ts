import type { HeadBucketOutput, HeadBucketRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketArn, bucketOf } from './state.ts';

/** Says whether there is such a bucket and whether one may list it. */
export const HeadBucket = operation<HeadBucketRequest, HeadBucketOutput>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  action: 's3:ListBucket',
  ...bucketAccess,
  anonymous: true,
  event: 'Data',
  record: bucketRecord(),
  run: (input, context) => {
    const { name, region } = bucketOf(input, context);
    return { BucketArn: bucketArn(name), BucketRegion: region, AccessPointAlias: false };
  },
});
