import type { Tag } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { defineTable } from '../../kernel/table.ts';
import { isBucketName } from './bucketName.ts';

export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** As it was asked for: `EU` is eu-west-1, and none is us-east-1. */
  readonly locationConstraint?: string;
  readonly createMs: number;
  /** The bucket policy as JSON text. */
  readonly policy?: string;
  readonly publicAccessBlock?: PublicAccessBlock;
  readonly tags: readonly Tag[];
  readonly bucketKeyEnabled: boolean;
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** Bucket names are one space for all Regions. */
export const bucketsTable = defineTable<Bucket>('s3.buckets', (bucket) => bucket.name);

/** What every input that names a bucket has. */
export interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export interface ObjectInput extends BucketInput {
  readonly Key?: string | undefined;
}

/**
 * The bucket that a call names. Throws NoSuchBucket, or PermanentRedirect where the call was signed
 * for another Region than the bucket's: clients that follow learn the Region from the header.
 */
export function bucketOf(input: BucketInput, context: Context): Bucket {
  const bucket = bucketAnywhere(input, context);
  if (context.caller.accessKeyId !== undefined && bucket.region !== context.region) {
    throw permanentRedirect(bucket, context);
  }
  return bucket;
}

/** `bucketOf` for the few calls that any Region answers. */
export function bucketAnywhere(input: BucketInput, context: Context): Bucket {
  const name = input.Bucket ?? '';
  const bucket = context.globalTable(bucketsTable).get(name);
  if (!bucket) throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
  const expected = input.ExpectedBucketOwner;
  if (expected !== undefined && expected !== context.accountId) throw accessDenied();
  return bucket;
}

export function changeBucket(bucket: Bucket, change: Partial<Bucket>, context: Context) {
  context.globalTable(bucketsTable).put({ ...bucket, ...change });
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

export function invalidBucketName(name: string): AwsError {
  return new AwsError('InvalidBucketName', 'The specified bucket is not valid.', {
    statusCode: 400,
    fields: { BucketName: name },
  });
}

export function accessDenied(): AwsError {
  return new AwsError('AccessDenied', 'Access Denied', {
    statusCode: 403,
    recordCode: 'AccessDenied',
  });
}

function noSuchBucket(name: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    fields: { BucketName: name },
  });
}

function permanentRedirect({ name, region }: Bucket, context: Context): AwsError {
  return new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      statusCode: 301,
      fields: { Endpoint: new URL(context.settings.endpoint).host, Bucket: name, Region: region },
      headers: { 'x-amz-bucket-region': region },
    },
  );
}
