import type {
  DeleteResourcePolicyRequest,
  DeleteResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { saveSecret } from './replication.ts';

export const DeleteResourcePolicy = onSecret<
  DeleteResourcePolicyRequest,
  DeleteResourcePolicyResponse
>({
  accepts: ['SecretId'],
  on: 'primary',
  run: (_input, context, secret) => {
    const { resourcePolicy, ...rest } = secret;
    if (resourcePolicy) saveSecret(context, { ...rest, changedMs: context.nowMs });
    return { ARN: secret.arn, Name: secret.name };
  },
});
