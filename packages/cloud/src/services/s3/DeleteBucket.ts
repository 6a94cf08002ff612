import type { DeleteBucketRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { endOfPrefix } from './listing.ts';
import { isEmptyBucket } from './objects.ts';
import { bucketRecord } from './recording.ts';
import { bucketOf, bucketsTable } from './state.ts';
import { abortUpload, uploadsBetween } from './uploads.ts';

/** Deletes a bucket without objects. Uploads that were never completed do not keep it. */
export const DeleteBucket = operation<DeleteBucketRequest, object>({
  accepts: ['Bucket', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord(),
  run: (input, context) => {
    const { name } = bucketOf(input, context);
    if (!isEmptyBucket(name, context)) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
        statusCode: 409,
        fields: { BucketName: name },
      });
    }
    const uploads = [...uploadsBetween(name, '', endOfPrefix(''), context)];
    for (const upload of uploads) abortUpload(upload, context);
    context.globalTable(bucketsTable).delete(name);
    return {};
  },
});
