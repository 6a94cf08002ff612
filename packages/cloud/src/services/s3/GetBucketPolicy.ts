import type { GetBucketPolicyOutput, GetBucketPolicyRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { type Bucket, bucketOf } from './state.ts';

/** Gives the bucket policy as it was put. */
export const GetBucketPolicy = operation<GetBucketPolicyRequest, GetBucketPolicyOutput>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { policy: '' } }),
  run: (input, context) => ({ Policy: policyOf(bucketOf(input, context)) }),
});

/** Throws NoSuchBucketPolicy. */
export function policyOf({ name, policy }: Bucket): string {
  if (policy !== undefined) return policy;
  throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', {
    statusCode: 404,
    fields: { BucketName: name },
  });
}
