import type {
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { missingKey } from './authorization.ts';
import { checksumOutput } from './checksums.ts';
import { checkConditions } from './conditions.ts';
import type { ByteRange } from './content.ts';
import { findObject, type StoredObject } from './objects.ts';
import { invalidRequest } from './problems.ts';
import { readRange } from './range.ts';
import { bucketOf } from './state.ts';

type ReadRequest = GetObjectRequest | HeadObjectRequest;

/** The members of a read that are done. */
export const readMembers = [
  'Bucket',
  'Key',
  'ChecksumMode',
  'ExpectedBucketOwner',
  'IfMatch',
  'IfModifiedSince',
  'IfNoneMatch',
  'IfUnmodifiedSince',
  'Range',
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
  'ResponseContentLanguage',
  'ResponseContentType',
  'ResponseExpires',
] as const;

/** What a read answers besides the bytes, and which bytes they are. */
export function readObject(
  input: ReadRequest,
  context: Context,
): {
  object: StoredObject;
  range: ByteRange | undefined;
  output: Omit<GetObjectOutput & HeadObjectOutput, 'Body'>;
} {
  bucketOf(input, context);
  if (context.caller.identity.principal.kind === 'anonymous' && overrides(input)) {
    throw invalidRequest(
      'Request specific response headers cannot be used for anonymous GET requests.',
    );
  }
  const object = findObject(input.Bucket!, input.Key!, context);
  if (!object) throw missingKey(input, context);
  checkConditions(input, object);
  const { size } = object.content;
  const range = readRange(input.Range, size);
  const { algorithm, type, value } = object.checksum;
  return {
    object,
    range,
    output: {
      AcceptRanges: 'bytes',
      ETag: `"${object.etag}"`,
      LastModified: new Date(object.modifiedMs),
      ContentLength: range ? range.end - range.start + 1 : size,
      ...(range ? { ContentRange: `bytes ${range.start}-${range.end}/${size}` } : undefined),
      // A checksum is of the whole, so part of it goes without.
      ...(input.ChecksumMode === 'ENABLED' && !range
        ? { ...checksumOutput(algorithm, value), ChecksumType: type }
        : undefined),
      ...headersOf(object, input),
      Metadata: { ...object.metadata },
      ServerSideEncryption: 'AES256',
      ...(object.tags.length > 0 ? { TagCount: object.tags.length } : undefined),
    },
  };
}

/** The headers that were put with the object, or those that the reader asks for instead. */
function headersOf({ headers }: StoredObject, input: ReadRequest) {
  const expires = input.ResponseExpires?.getTime() ?? headers.expiresMs;
  return {
    CacheControl: input.ResponseCacheControl ?? headers.CacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? headers.ContentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? headers.ContentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? headers.ContentLanguage,
    ContentType: input.ResponseContentType ?? headers.ContentType,
    Expires: expires === undefined ? undefined : new Date(expires),
  };
}

function overrides(input: ReadRequest): boolean {
  return readMembers.some((name) => name.startsWith('Response') && input[name] !== undefined);
}
