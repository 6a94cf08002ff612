import type {
  CancelRotateSecretRequest,
  CancelRotateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { saveSecret } from './replication.ts';

/** Turns rotation off; function and schedule stay with the secret. */
export const CancelRotateSecret = onSecret<CancelRotateSecretRequest, CancelRotateSecretResponse>({
  accepts: ['SecretId'],
  on: 'primary',
  run: (_input, context, secret) => {
    const { nextMs: _over, ...rest } = secret.rotation ?? { enabled: false };
    saveSecret(context, { ...secret, rotation: { ...rest, enabled: false } });
    return { ARN: secret.arn, Name: secret.name };
  },
});
