import type { GetPublicAccessBlockOutput, GetPublicAccessBlockRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Says what public access the bucket blocks: all of it, when nobody changed that. */
export const GetPublicAccessBlock = operation<
  GetPublicAccessBlockRequest,
  GetPublicAccessBlockOutput
>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  action: 's3:GetBucketPublicAccessBlock',
  ...bucketAccess,
  record: bucketRecord({
    eventName: 'GetBucketPublicAccessBlock',
    query: { publicAccessBlock: '' },
  }),
  run: (input, context) => {
    const { name, publicAccessBlock } = bucketOf(input, context);
    if (publicAccessBlock) return { PublicAccessBlockConfiguration: { ...publicAccessBlock } };
    throw new AwsError(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      { statusCode: 404, fields: { BucketName: name } },
    );
  },
});
