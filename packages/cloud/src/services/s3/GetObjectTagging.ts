import type { GetObjectTaggingOutput, GetObjectTaggingRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { missingKey, objectAccess } from './authorization.ts';
import { findObject } from './objects.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Gives the tags of an object, none or some. */
export const GetObjectTagging = operation<GetObjectTaggingRequest, GetObjectTaggingOutput>({
  accepts: ['Bucket', 'Key', 'ExpectedBucketOwner'],
  ...objectAccess,
  event: 'Data',
  record: objectRecord({ query: { tagging: '' } }),
  run: (input, context) => {
    bucketOf(input, context);
    const object = findObject(input.Bucket!, input.Key!, context);
    if (!object) throw missingKey(input, context);
    return { TagSet: [...object.tags] };
  },
});
