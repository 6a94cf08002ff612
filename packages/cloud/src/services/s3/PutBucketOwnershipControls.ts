import type { PutBucketOwnershipControlsRequest } from '@aws-sdk/client-s3';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { malformedXml } from './problems.ts';
import { bucketRecord, xmlDocument, xmlList } from './recording.ts';
import { bucketOf } from './state.ts';

/** Accepts the setting that every bucket has. */
export const PutBucketOwnershipControls = operation<PutBucketOwnershipControlsRequest, object>({
  accepts: [
    'Bucket',
    'OwnershipControls',
    'ChecksumAlgorithm',
    'ContentMD5',
    'ExpectedBucketOwner',
  ],
  ...bucketAccess,
  record: bucketRecord({
    query: { ownershipControls: '' },
    body: ({ OwnershipControls: given }: PutBucketOwnershipControlsRequest) => ({
      OwnershipControls: xmlDocument({ Rule: xmlList(given?.Rules ?? []) }),
    }),
  }),
  run: (input, context) => {
    bucketOf(input, context);
    const [rule, ...others] = input.OwnershipControls?.Rules ?? [];
    if (!rule || others.length > 0) throw malformedXml();
    if (rule.ObjectOwnership === 'BucketOwnerEnforced') return {};
    throw notImplemented(`PutBucketOwnershipControls: ObjectOwnership ${rule.ObjectOwnership}`);
  },
});
