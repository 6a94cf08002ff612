import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { deliveryCaller } from './callers.ts';
import type { Trail } from './state.ts';

/**
 * What CloudTrail does before it takes a bucket: it looks at the bucket's owner and writes an empty
 * object where the log files will be. Throws what CreateTrail answers when either is refused.
 */
export function checkBucket({ arn, bucket, prefix }: Trail, context: Context) {
  if (!bucketName.test(bucket)) {
    throw new AwsError('InvalidS3BucketNameException', `Invalid S3 bucket name: ${bucket}`);
  }
  if (prefix && (prefix.length > prefixLengthMax || prefix.startsWith('/'))) {
    throw new AwsError('InvalidS3PrefixException', `Invalid S3 prefix: ${prefix}`);
  }
  const caller = deliveryCaller(arn, context);
  const marker = `${logFolder(prefix, context.accountId)}/`;
  try {
    context.call('s3', 'GetBucketAcl', { Bucket: bucket }, { caller });
    const object = { Bucket: bucket, Key: marker, Body: Buffer.alloc(0), ACL: bucketAcl };
    context.call('s3', 'PutObject', object, { caller });
  } catch (error) {
    throw bucketProblem(error, bucket);
  }
}

/** `[prefix/]AWSLogs/<account>/CloudTrail`, in which everything that CloudTrail delivers lies. */
export function logFolder(prefix: string | undefined, accountId: string): string {
  return `${prefix ? `${prefix.replace(/\/$/, '')}/` : ''}AWSLogs/${accountId}/CloudTrail`;
}

/** The ACL with which CloudTrail writes; the policies of its buckets ask for it. */
export const bucketAcl = 'bucket-owner-full-control';

function bucketProblem(error: unknown, bucket: string): unknown {
  if (!(error instanceof AwsError)) return error;
  if (error.code === 'NoSuchBucket') {
    return new AwsError('S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!`);
  }
  if (error.recordCode !== 'AccessDenied' && error.code !== 'AccessDenied') return error;
  return new AwsError(
    'InsufficientS3BucketPolicyException',
    `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
  );
}

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixLengthMax = 200;
