import type { PutBucketAclRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { checkAcl } from './put.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Accepts the ACL that the bucket has anyway, and no other. */
export const PutBucketAcl = operation<PutBucketAclRequest, object>({
  accepts: ['Bucket', 'ACL', 'ChecksumAlgorithm', 'ContentMD5', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { acl: '' } }),
  run: (input, context) => {
    bucketOf(input, context);
    checkAcl(input.ACL);
    return {};
  },
});
