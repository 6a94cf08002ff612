import type { DeleteBucketEncryptionRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf, changeBucket } from './state.ts';

/** Sets the encryption of new objects back to what every bucket begins with. */
export const DeleteBucketEncryption = operation<DeleteBucketEncryptionRequest, object>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  action: 's3:PutEncryptionConfiguration',
  ...bucketAccess,
  record: bucketRecord({ query: { encryption: '' } }),
  run: (input, context) => {
    changeBucket(bucketOf(input, context), { bucketKeyEnabled: false }, context);
    return {};
  },
});
