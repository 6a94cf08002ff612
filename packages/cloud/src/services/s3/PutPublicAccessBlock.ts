import type { PutPublicAccessBlockRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord, xmlDocument } from './recording.ts';
import { bucketOf, changeBucket } from './state.ts';

/** Sets what public access the bucket blocks; a setting that is not named is off. */
export const PutPublicAccessBlock = operation<PutPublicAccessBlockRequest, object>({
  accepts: [
    'Bucket',
    'PublicAccessBlockConfiguration',
    'ChecksumAlgorithm',
    'ContentMD5',
    'ExpectedBucketOwner',
  ],
  action: 's3:PutBucketPublicAccessBlock',
  ...bucketAccess,
  record: bucketRecord({
    eventName: 'PutBucketPublicAccessBlock',
    query: { publicAccessBlock: '' },
    body: ({ PublicAccessBlockConfiguration = {} }: PutPublicAccessBlockRequest) => ({
      PublicAccessBlockConfiguration: xmlDocument(PublicAccessBlockConfiguration),
    }),
  }),
  run: (input, context) => {
    const bucket = bucketOf(input, context);
    const {
      BlockPublicAcls = false,
      IgnorePublicAcls = false,
      BlockPublicPolicy = false,
      RestrictPublicBuckets = false,
    } = input.PublicAccessBlockConfiguration!;
    const publicAccessBlock = {
      BlockPublicAcls,
      IgnorePublicAcls,
      BlockPublicPolicy,
      RestrictPublicBuckets,
    };
    changeBucket(bucket, { publicAccessBlock }, context);
    return {};
  },
});
