import type { GetBucketVersioningOutput, GetBucketVersioningRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Says that versioning was never enabled: by saying nothing. */
export const GetBucketVersioning = operation<GetBucketVersioningRequest, GetBucketVersioningOutput>(
  {
    accepts: ['Bucket', 'ExpectedBucketOwner'],
    ...bucketAccess,
    record: bucketRecord({ query: { versioning: '' } }),
    run: (input, context) => {
      bucketOf(input, context);
      return {};
    },
  },
);
