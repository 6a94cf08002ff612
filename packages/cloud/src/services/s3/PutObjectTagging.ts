import type { PutObjectTaggingOutput, PutObjectTaggingRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { missingKey, objectAccess } from './authorization.ts';
import { changeObject, findObject } from './objects.ts';
import { objectRecord, tagSetDocument } from './recording.ts';
import { bucketOf } from './state.ts';
import { checkTags } from './tags.ts';

/** Sets the tags of an object in place of those that it has. */
export const PutObjectTagging = operation<PutObjectTaggingRequest, PutObjectTaggingOutput>({
  accepts: ['Bucket', 'Key', 'Tagging', 'ChecksumAlgorithm', 'ContentMD5', 'ExpectedBucketOwner'],
  ...objectAccess,
  event: 'Data',
  record: objectRecord({
    query: { tagging: '' },
    body: ({ Tagging }: PutObjectTaggingRequest) => ({ Tagging: tagSetDocument(Tagging?.TagSet) }),
  }),
  run: (input, context) => {
    bucketOf(input, context);
    const object = findObject(input.Bucket!, input.Key!, context);
    if (!object) throw missingKey(input, context);
    const tags = checkTags(input.Tagging?.TagSet ?? [], 'object');
    changeObject(object, { tags }, context);
    return {};
  },
});
