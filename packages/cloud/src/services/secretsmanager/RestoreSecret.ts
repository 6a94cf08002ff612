import type { RestoreSecretRequest, RestoreSecretResponse } from '@aws-sdk/client-secrets-manager';
import { restore } from './deletion.ts';
import { onSecret, requirePrimary } from './onSecret.ts';

/** Takes the mark of deletion off; a secret without it stays as it is. */
export const RestoreSecret = onSecret<RestoreSecretRequest, RestoreSecretResponse>({
  accepts: ['SecretId'],
  on: 'any',
  run: (_input, context, secret) => {
    requirePrimary(secret);
    const { arn, name } = restore(context, secret);
    return { ARN: arn, Name: name };
  },
});
