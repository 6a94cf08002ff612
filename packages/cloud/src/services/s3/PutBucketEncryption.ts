import type { PutBucketEncryptionRequest, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { malformedXml } from './problems.ts';
import { bucketRecord, xmlDocument, xmlList } from './recording.ts';
import { bucketOf, changeBucket } from './state.ts';

/** Sets how new objects are encrypted. Only the keys of S3 are there to choose. */
export const PutBucketEncryption = operation<PutBucketEncryptionRequest, object>({
  accepts: [
    'Bucket',
    'ServerSideEncryptionConfiguration',
    'ChecksumAlgorithm',
    'ContentMD5',
    'ExpectedBucketOwner',
  ],
  action: 's3:PutEncryptionConfiguration',
  ...bucketAccess,
  record: bucketRecord({
    query: { encryption: '' },
    body: ({ ServerSideEncryptionConfiguration: given }: PutBucketEncryptionRequest) => ({
      ServerSideEncryptionConfiguration: xmlDocument({ Rule: xmlList(given?.Rules ?? []) }),
    }),
  }),
  run: (input, context) => {
    const bucket = bucketOf(input, context);
    const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
    if (rules.length !== 1) throw malformedXml();
    checkRule(rules[0]!);
    changeBucket(bucket, { bucketKeyEnabled: rules[0]!.BucketKeyEnabled ?? false }, context);
    return {};
  },
});

function checkRule(rule: ServerSideEncryptionRule) {
  const { ApplyServerSideEncryptionByDefault: applied, BlockedEncryptionTypes: blocked } = rule;
  if (blocked) throw notImplemented('PutBucketEncryption: BlockedEncryptionTypes');
  if (!applied) throw malformedXml();
  if (applied.SSEAlgorithm !== 'AES256') {
    throw notImplemented(`PutBucketEncryption: SSEAlgorithm ${applied.SSEAlgorithm}`);
  }
  if (applied.KMSMasterKeyID !== undefined) {
    throw notImplemented('PutBucketEncryption: KMSMasterKeyID');
  }
}
