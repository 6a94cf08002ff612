import type { Tag } from '@aws-sdk/client-s3';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import type { ObjectHeaders } from './objects.ts';
import { headerTags } from './tags.ts';

/** What a put, a copy and a multipart upload say of an object besides its bytes. */
export interface PutMembers {
  readonly Key?: string | undefined;
  readonly ACL?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly Tagging?: string | undefined;
}

export const putMembers = [
  'ACL',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
  'Metadata',
  'ServerSideEncryption',
  'StorageClass',
  'Tagging',
] as const;

/** Tags that come with an object need the permission to set them, as if they came later. */
export function putActions({ Tagging }: PutMembers): readonly string[] {
  return ['s3:PutObject', ...(Tagging === undefined ? [] : ['s3:PutObjectTagging'])];
}

export interface PutFacts {
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

/** Checks these members, and gives what the object will keep of them. */
export function readPut(operation: string, input: PutMembers): PutFacts {
  checkKey(input.Key);
  checkAcl(input.ACL);
  const { ServerSideEncryption: encryption, StorageClass: storageClass } = input;
  if (encryption !== undefined && encryption !== 'AES256') {
    throw notImplemented(`${operation}: ServerSideEncryption ${encryption}`);
  }
  if (storageClass !== undefined && storageClass !== 'STANDARD') {
    throw notImplemented(`${operation}: StorageClass ${storageClass}`);
  }
  const { CacheControl, ContentDisposition, ContentLanguage, ContentType, Metadata = {} } = input;
  checkMetadata(Metadata);
  return {
    headers: {
      CacheControl,
      ContentDisposition,
      ContentEncoding: ownEncoding(input.ContentEncoding),
      ContentLanguage,
      ContentType: ContentType || 'binary/octet-stream',
      expiresMs: input.Expires?.getTime(),
    },
    metadata: Metadata,
    tags: headerTags(input.Tagging),
  };
}

/**
 * Buckets have the ownership setting BucketOwnerEnforced: there are no ACLs but the one that gives
 * everything to the owner.
 */
export function checkAcl(acl: string | undefined) {
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return;
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', {
    statusCode: 400,
  });
}

function checkKey(key = '') {
  const size = Buffer.byteLength(key);
  if (size <= keyBytesMax) return;
  throw new AwsError('KeyTooLongError', 'Your key is too long', {
    statusCode: 400,
    fields: { Size: size, MaxSizeAllowed: keyBytesMax },
  });
}

function checkMetadata(metadata: Readonly<Record<string, string>>) {
  let size = 0;
  for (const [name, value] of Object.entries(metadata)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (size <= metadataBytesMax) return;
  throw new AwsError(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    { statusCode: 400, fields: { Size: size, MaxSizeAllowed: metadataBytesMax } },
  );
}

/** `aws-chunked` is how the body came, not how the object is encoded. */
function ownEncoding(header: string | undefined): string | undefined {
  const encodings = header?.split(',').map((item) => item.trim());
  return encodings?.filter((item) => item !== '' && item !== 'aws-chunked').join(', ') || undefined;
}

const keyBytesMax = 1024;
const metadataBytesMax = 2048;
