import type {
  PutResourcePolicyRequest,
  PutResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager';
import { isPublicPolicy } from '@tocsin/engine/policy';
import { AwsError } from '../../kernel/error.ts';
import { onSecret } from './onSecret.ts';
import { saveSecret } from './replication.ts';
import { checkResourcePolicy, publicPolicyText } from './resourcePolicy.ts';

export const PutResourcePolicy = onSecret<PutResourcePolicyRequest, PutResourcePolicyResponse>({
  accepts: ['SecretId', 'ResourcePolicy', 'BlockPublicPolicy'],
  keys: ({ BlockPublicPolicy }) => ({ 'secretsmanager:blockpublicpolicy': BlockPublicPolicy }),
  on: 'primary',
  run: ({ ResourcePolicy, BlockPublicPolicy }, context, secret) => {
    const resourcePolicy = ResourcePolicy!;
    checkResourcePolicy(resourcePolicy, context);
    if (BlockPublicPolicy && isPublicPolicy(resourcePolicy)) {
      throw new AwsError('PublicPolicyException', publicPolicyText);
    }
    saveSecret(context, { ...secret, resourcePolicy, changedMs: context.nowMs });
    return { ARN: secret.arn, Name: secret.name };
  },
});
