import type {
  DeletedObject,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  _Error as ObjectError,
  ObjectIdentifier,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess, quietly } from './authorization.ts';
import { malformedXml } from './problems.ts';
import { listingRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/**
 * Deletes up to 1,000 objects. There is no permission for the call itself: each key is authorized
 * as by DeleteObject, and what is denied is told beside what was done.
 */
export const DeleteObjects = operation<DeleteObjectsRequest, DeleteObjectsOutput>({
  accepts: ['Bucket', 'Delete', 'ChecksumAlgorithm', 'ExpectedBucketOwner'],
  ...bucketAccess,
  action: null,
  event: 'Data',
  record: listingRecord({ query: { delete: '' } }),
  run: (input, context) => {
    bucketOf(input, context);
    const { Objects = [], Quiet } = input.Delete!;
    if (Objects.length === 0 || Objects.length > objectsMax) throw malformedXml();
    const deleted: DeletedObject[] = [];
    const errors: ObjectError[] = [];
    for (const object of Objects) {
      const error = deleteOne(input.Bucket!, object, context);
      if (error) errors.push(error);
      else if (!Quiet) deleted.push({ Key: object.Key });
    }
    return { Deleted: deleted, Errors: errors };
  },
});

function deleteOne(
  bucket: string,
  { Key, VersionId, ...conditions }: ObjectIdentifier,
  context: Context,
): ObjectError | undefined {
  if (VersionId !== undefined) throw notImplemented('DeleteObjects: VersionId');
  for (const [name, value] of Object.entries(conditions)) {
    if (value !== undefined) throw notImplemented(`DeleteObjects: ${name}`);
  }
  try {
    context.call('s3', 'DeleteObject', { Bucket: bucket, Key }, quietly(context));
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return { Key, Code: error.code, Message: error.message };
    throw error;
  }
}

const objectsMax = 1000;
