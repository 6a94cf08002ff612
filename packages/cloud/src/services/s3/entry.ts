import type { _Object } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import type { StoredObject } from './objects.ts';
import { ownerOf } from './owner.ts';

/** An object in a listing. */
export function entryOf(
  { content, etag, modifiedMs, checksum }: StoredObject,
  key: string,
  context: Context,
  withOwner: boolean,
): _Object {
  const algorithm = checksum.algorithm.toUpperCase() as Uppercase<typeof checksum.algorithm>;
  return {
    Key: key,
    LastModified: new Date(modifiedMs),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: [algorithm],
    ChecksumType: checksum.type,
    Size: content.size,
    StorageClass: 'STANDARD',
    ...(withOwner ? { Owner: ownerOf(context) } : undefined),
  };
}
