import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { checksumOutput, defaultAlgorithm, namedAlgorithm } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { readContent } from './content.ts';
import { copySourceMembers, findCopySource, readCopySource, readSourceTags } from './copySource.ts';
import { findObject, putObject, type StoredObject, wholeSeconds } from './objects.ts';
import { invalidRequest } from './problems.ts';
import { type PutFacts, putMembers, readPut } from './put.ts';
import { abandon, keep, type Received, receive, uploadLimitBytes } from './receive.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Copies an object of up to 5 GiB. The bytes stream from blob to blob. */
export const CopyObject = operation<CopyObjectRequest, CopyObjectOutput, Received>({
  accepts: [
    'Bucket',
    'Key',
    ...copySourceMembers,
    ...putMembers,
    'ChecksumAlgorithm',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
    'MetadataDirective',
    'TaggingDirective',
  ],
  action: copyActions,
  ...objectAccess,
  event: 'Data',
  record: objectRecord({ tellsEncryption: true }),
  prepare: async (input, context) => {
    const { source } = check(input, context);
    const algorithm = algorithmOf(input, source);
    return receive({ Body: readContent(source.content, context) }, algorithm, context);
  },
  abandon,
  run: (input, context, ready) => {
    if (!ready) throw notImplemented('CopyObject on behalf of a service');
    const { facts } = check(input, context);
    const { size, etag } = ready;
    const { algorithm, value } = ready.computed!;
    const modifiedMs = wholeSeconds(context.nowMs);
    putObject(
      {
        bucket: input.Bucket!,
        key: input.Key!,
        content: { size, blob: keep(ready, context) },
        etag,
        modifiedMs,
        checksum: { algorithm, value, type: 'FULL_OBJECT' },
        ...facts,
      },
      context,
    );
    return {
      CopyObjectResult: {
        ETag: `"${etag}"`,
        LastModified: new Date(modifiedMs),
        ...checksumOutput(algorithm, value),
        ChecksumType: 'FULL_OBJECT',
      },
      ServerSideEncryption: 'AES256',
    };
  },
});

/**
 * Tags stay with a copy, unless it brings its own: then whoever copies must be allowed to read them
 * there and to set them here.
 */
function copyActions(input: CopyObjectRequest, context: Context): readonly string[] {
  const isTagged =
    input.TaggingDirective === 'REPLACE'
      ? input.Tagging !== undefined
      : (findCopySource(input, context)?.tags.length ?? 0) > 0;
  return ['s3:PutObject', ...(isTagged ? ['s3:PutObjectTagging'] : [])];
}

function check(
  input: CopyObjectRequest,
  context: Context,
): { source: StoredObject; facts: PutFacts } {
  bucketOf(input, context);
  const given = readPut('CopyObject', input);
  const source = readCopySource(input, context);
  checkWriteConditions(input, input.Key!, findObject(input.Bucket!, input.Key!, context));
  if (source.content.size > uploadLimitBytes) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${uploadLimitBytes}`,
    );
  }
  const replaces = input.MetadataDirective === 'REPLACE';
  if (source.bucket === input.Bucket && source.key === input.Key && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const { headers, metadata } = replaces ? given : source;
  if (input.TaggingDirective !== 'REPLACE' && source.tags.length > 0)
    readSourceTags(source, context);
  const tags = input.TaggingDirective === 'REPLACE' ? given.tags : source.tags;
  return { source, facts: { headers, metadata, tags } };
}

function algorithmOf({ ChecksumAlgorithm }: CopyObjectRequest, { checksum }: StoredObject) {
  const kept = checksum.type === 'FULL_OBJECT' ? checksum.algorithm : defaultAlgorithm;
  return namedAlgorithm('CopyObject', ChecksumAlgorithm) ?? kept;
}
