import type { GetBucketAclOutput, GetBucketAclRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { ownerOf } from './owner.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Gives the only ACL that there is: the owner may do everything. */
export const GetBucketAcl = operation<GetBucketAclRequest, GetBucketAclOutput>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { acl: '' } }),
  run: (input, context) => {
    bucketOf(input, context);
    const owner = ownerOf(context);
    const grantee = { ...owner, Type: 'CanonicalUser' } as const;
    return { Owner: owner, Grants: [{ Grantee: grantee, Permission: 'FULL_CONTROL' }] };
  },
});
