import type { DeleteObjectTaggingOutput, DeleteObjectTaggingRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { missingKey, objectAccess } from './authorization.ts';
import { changeObject, findObject } from './objects.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Takes all tags of an object away. */
export const DeleteObjectTagging = operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput>(
  {
    accepts: ['Bucket', 'Key', 'ExpectedBucketOwner'],
    ...objectAccess,
    event: 'Data',
    record: objectRecord({ query: { tagging: '' } }),
    run: (input, context) => {
      bucketOf(input, context);
      const object = findObject(input.Bucket!, input.Key!, context);
      if (!object) throw missingKey(input, context);
      changeObject(object, { tags: [] }, context);
      return {};
    },
  },
);
