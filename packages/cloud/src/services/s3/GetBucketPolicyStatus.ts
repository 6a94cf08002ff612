import type { GetBucketPolicyStatusOutput, GetBucketPolicyStatusRequest } from '@aws-sdk/client-s3';
import { isPublicPolicy } from '@tocsin/engine/policy';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { policyOf } from './GetBucketPolicy.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Says whether the bucket policy makes the bucket public. */
export const GetBucketPolicyStatus = operation<
  GetBucketPolicyStatusRequest,
  GetBucketPolicyStatusOutput
>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { policyStatus: '' } }),
  run: (input, context) => ({
    PolicyStatus: { IsPublic: isPublicPolicy(policyOf(bucketOf(input, context))) },
  }),
});
