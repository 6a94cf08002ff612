import type { Tag } from '@aws-sdk/client-s3';
import { isPublicPolicy } from '@tocsin/engine/policy';
import type { Caller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { findObject } from './objects.ts';
import { type BucketInput, bucketArn, bucketOf, bucketsTable, type ObjectInput } from './state.ts';
import { parseTagging } from './tags.ts';

/** How a call on a bucket is authorized. A bucket that is not there is told before any policy. */
export const bucketAccess = {
  resource: (input: BucketInput, context: Context) => bucketArn(bucketOf(input, context).name),
  conditionKeys: requestKeys,
  resourcePolicy: policyInForce,
};

/** How a call on an object is authorized. */
export const objectAccess = {
  resource: (input: ObjectInput, context: Context) =>
    `${bucketArn(bucketOf(input, context).name)}/${input.Key ?? ''}`,
  conditionKeys: (input: ObjectInput, context: Context): ConditionKeys => ({
    ...requestKeys(input, context),
    ...tagKeys('s3:existingobjecttag/', existingTags(input, context)),
  }),
  resourcePolicy: policyInForce,
};

/** A step of the same call, for the same caller: authorized, and not recorded once more. */
export function quietly(context: Context): { caller: Caller } {
  return { caller: { ...context.caller, unrecorded: true } };
}

/** Whoever may not list the bucket is denied the key instead of told that it is not there. */
export function missingKey({ Bucket, Key }: ObjectInput, context: Context): AwsError {
  try {
    context.call('s3', 'HeadBucket', { Bucket }, quietly(context));
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  return new AwsError('NoSuchKey', 'The specified key does not exist.', {
    statusCode: 404,
    fields: { Key },
  });
}

/** S3's condition keys that repeat what the request says, by member of the input. */
const keysOfMembers: Readonly<Record<string, string>> = {
  ACL: 's3:x-amz-acl',
  Prefix: 's3:prefix',
  Delimiter: 's3:delimiter',
  MaxKeys: 's3:max-keys',
  CopySource: 's3:x-amz-copy-source',
  MetadataDirective: 's3:x-amz-metadata-directive',
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  StorageClass: 's3:x-amz-storage-class',
  ObjectOwnership: 's3:x-amz-object-ownership',
  IfMatch: 's3:if-match',
  IfNoneMatch: 's3:if-none-match',
};

function requestKeys(input: object, context: Context): ConditionKeys {
  const keys: Record<string, string> = { 's3:resourceaccount': context.accountId };
  const values = input as Readonly<Record<string, unknown>>;
  for (const member in keysOfMembers) {
    const value = values[member];
    if (value !== undefined) keys[keysOfMembers[member]!] = String(value);
  }
  const { accessKeyId, presigned } = context.caller;
  if (accessKeyId !== undefined) {
    keys['s3:signatureversion'] = 'AWS4-HMAC-SHA256';
    keys['s3:authtype'] = presigned ? 'REST-QUERY-STRING' : 'REST-HEADER';
  }
  if (values.Tagging === undefined) return keys;
  const tags = requestTags(values.Tagging);
  return {
    ...keys,
    ...tagKeys('s3:requestobjecttag/', tags),
    's3:requestobjecttagkeys': tags.map(({ Key }) => Key ?? ''),
  };
}

/** Tags come as a header of a put, or as the document of PutObjectTagging. */
function requestTags(tagging: unknown): readonly Tag[] {
  if (typeof tagging === 'string') return parseTagging(tagging);
  return (tagging as { TagSet?: Tag[] } | undefined)?.TagSet ?? [];
}

function tagKeys(start: string, tags: readonly Tag[]): ConditionKeys {
  return Object.fromEntries(tags.map(({ Key, Value }) => [start + Key?.toLowerCase(), Value]));
}

function existingTags({ Bucket = '', Key = '' }: ObjectInput, context: Context): readonly Tag[] {
  return findObject(Bucket, Key, context)?.tags ?? [];
}

/**
 * The bucket's policy. Where public buckets are restricted, a public one lets in only the account's
 * own principals and services of AWS.
 */
function policyInForce({ Bucket = '' }: BucketInput, context: Context): string | undefined {
  const bucket = context.globalTable(bucketsTable).get(Bucket);
  if (bucket?.policy === undefined) return undefined;
  const { kind } = context.caller.identity.principal;
  const isStranger = kind === 'anonymous' || kind === 'federated';
  if (!isStranger || !bucket.publicAccessBlock?.RestrictPublicBuckets) return bucket.policy;
  return isPublicPolicy(bucket.policy) ? undefined : bucket.policy;
}
