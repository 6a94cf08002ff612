import type { PutBucketTaggingRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord, tagSetDocument } from './recording.ts';
import { bucketOf, changeBucket } from './state.ts';
import { checkTags } from './tags.ts';

/** Sets the tags of a bucket in place of those that it has. */
export const PutBucketTagging = operation<PutBucketTaggingRequest, object>({
  accepts: ['Bucket', 'Tagging', 'ChecksumAlgorithm', 'ContentMD5', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({
    query: { tagging: '' },
    body: ({ Tagging }: PutBucketTaggingRequest) => ({ Tagging: tagSetDocument(Tagging?.TagSet) }),
  }),
  run: (input, context) => {
    const bucket = bucketOf(input, context);
    const tags = checkTags(input.Tagging?.TagSet ?? [], 'bucket');
    changeBucket(bucket, { tags }, context);
    return {};
  },
});
