import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { quietly } from './authorization.ts';
import { checkSourceConditions } from './conditions.ts';
import { findObject, type StoredObject } from './objects.ts';
import { invalidArgument } from './problems.ts';
import { bucketAnywhere } from './state.ts';

interface CopyInput {
  readonly CopySource?: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

export const copySourceMembers = [
  'CopySource',
  'CopySourceIfMatch',
  'CopySourceIfModifiedSince',
  'CopySourceIfNoneMatch',
  'CopySourceIfUnmodifiedSince',
  'ExpectedSourceBucketOwner',
] as const;

/** The object to copy, of any Region: the caller has to be allowed to read it. */
export function readCopySource(input: CopyInput, context: Context): StoredObject {
  const { Bucket, Key } = parseCopySource(input.CopySource ?? '');
  const ExpectedBucketOwner = input.ExpectedSourceBucketOwner;
  const there = context.in({ region: bucketAnywhere({ Bucket }, context).region });
  there.call('s3', 'HeadObject', { Bucket, Key, ExpectedBucketOwner }, quietly(context));
  const source = findObject(Bucket, Key, context)!;
  checkSourceConditions(
    {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    },
    source,
  );
  return source;
}

/** What is to be copied, where there is such an object: to decide what a copy needs. */
export function findCopySource(input: CopyInput, context: Context): StoredObject | undefined {
  const { Bucket, Key } = parseCopySource(input.CopySource ?? '');
  return findObject(Bucket, Key, context);
}

/** Asks whether the caller may read the tags of the source. */
export function readSourceTags({ bucket: Bucket, key: Key }: StoredObject, context: Context) {
  const there = context.in({ region: bucketAnywhere({ Bucket }, context).region });
  there.call('s3', 'GetObjectTagging', { Bucket, Key }, quietly(context));
}

/** `bucket/key`, percent-encoded, with or without a slash before. */
function parseCopySource(header: string): { Bucket: string; Key: string } {
  const [path = '', query] = header.split('?');
  if (query !== undefined) throw notImplemented('CopyObject: CopySource with a version');
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path, header)) ?? [];
  if (Bucket === undefined || Key === undefined) {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
    throw invalidArgument(message, 'x-amz-copy-source', header);
  }
  return { Bucket, Key };
}

function decoded(path: string, header: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    const message = 'Invalid copy source encoding.';
    throw invalidArgument(message, 'x-amz-copy-source', header);
  }
}
