import type { GetBucketTaggingOutput, GetBucketTaggingRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Gives the tags of a bucket. That there are none is an error of S3's. */
export const GetBucketTagging = operation<GetBucketTaggingRequest, GetBucketTaggingOutput>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({ query: { tagging: '' } }),
  run: (input, context) => {
    const { name, tags } = bucketOf(input, context);
    if (tags.length > 0) return { TagSet: [...tags] };
    throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', {
      statusCode: 404,
      fields: { BucketName: name },
    });
  },
});
