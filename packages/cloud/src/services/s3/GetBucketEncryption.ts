import type { GetBucketEncryptionOutput, GetBucketEncryptionRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Says how new objects are encrypted: with keys of S3, as in every bucket that nobody changed. */
export const GetBucketEncryption = operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput>(
  {
    accepts: ['Bucket', 'ExpectedBucketOwner'],
    action: 's3:GetEncryptionConfiguration',
    ...bucketAccess,
    record: bucketRecord({ query: { encryption: '' } }),
    run: (input, context) => {
      const { bucketKeyEnabled } = bucketOf(input, context);
      return {
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
              BucketKeyEnabled: bucketKeyEnabled,
            },
          ],
        },
      };
    },
  },
);
