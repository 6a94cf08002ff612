import type { PutBucketPolicyRequest } from '@aws-sdk/client-s3';
import { isPublicPolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { checkBucketPolicy } from './policyText.ts';
import { bucketRecord } from './recording.ts';
import { type Bucket, bucketArn, bucketOf, changeBucket } from './state.ts';

/** Sets the bucket policy. A public one is refused while the bucket blocks public policies. */
export const PutBucketPolicy = operation<PutBucketPolicyRequest, object>({
  accepts: ['Bucket', 'Policy', 'ChecksumAlgorithm', 'ContentMD5', 'ExpectedBucketOwner'],
  ...bucketAccess,
  record: bucketRecord({
    query: { policy: '' },
    body: ({ Policy }: PutBucketPolicyRequest) => ({ bucketPolicy: readPolicy(Policy) }),
  }),
  run: (input, context) => {
    const bucket = bucketOf(input, context);
    const policy = input.Policy!;
    checkBucketPolicy(policy, bucket.name, context);
    if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy)) {
      throw publicPolicyBlocked(bucket, context);
    }
    changeBucket(bucket, { policy }, context);
    return {};
  },
});

function publicPolicyBlocked({ name }: Bucket, { caller }: Context): AwsError {
  const { principal } = caller.identity;
  const user = 'arn' in principal ? principal.arn : caller.sourceIpAddress;
  return new AwsError(
    'AccessDenied',
    `User: ${user} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(name)}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
    { statusCode: 403, recordCode: 'AccessDenied' },
  );
}

/** What is no JSON is refused, and recorded as it came. */
function readPolicy(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return text;
  }
}
