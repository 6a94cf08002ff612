import type {
  BucketLocationConstraint,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketAnywhere, bucketArn } from './state.ts';

/** Says where a bucket is, to callers of every Region; nothing means us-east-1. */
export const GetBucketLocation = operation<GetBucketLocationRequest, GetBucketLocationOutput>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  resource: (input, context) => bucketArn(bucketAnywhere(input, context).name),
  record: bucketRecord({ query: { location: '' } }),
  run: (input, context) => ({
    LocationConstraint: bucketAnywhere(input, context).locationConstraint as
      | BucketLocationConstraint
      | undefined,
  }),
});
