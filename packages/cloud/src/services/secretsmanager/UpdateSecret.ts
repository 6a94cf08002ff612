import type { UpdateSecretRequest, UpdateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { saveSecret } from './replication.ts';
import type { Secret } from './state.ts';
import { addVersion, plainValue, requireDefaultKey, tokenOf } from './values.ts';

export const UpdateSecret = onSecret<UpdateSecretRequest, UpdateSecretResponse>({
  accepts: [
    'SecretId',
    'ClientRequestToken',
    'Description',
    'KmsKeyId',
    'SecretString',
    'SecretBinary',
  ],
  keys: ({ Description, KmsKeyId }) => ({
    'secretsmanager:description': Description,
    'secretsmanager:kmskeyid': KmsKeyId,
  }),
  on: 'primary',
  run: (input, context, found) => {
    requireDefaultKey('UpdateSecret', input.KmsKeyId);
    const token = tokenOf(input);
    const value = plainValue(input);
    let secret = describedAnew(found, input);
    if (value) ({ secret } = addVersion(context, secret, { token, value }));
    if (secret !== found) saveSecret(context, { ...secret, changedMs: context.nowMs });
    return { ARN: secret.arn, Name: secret.name, ...(value ? { VersionId: token } : undefined) };
  },
});

/** An empty KmsKeyId goes back to the default key. */
function describedAnew(secret: Secret, { Description, KmsKeyId }: UpdateSecretRequest): Secret {
  if (Description === undefined && KmsKeyId === undefined) return secret;
  const { kmsKeyId: previousKey, ...rest } = secret;
  const kmsKeyId = KmsKeyId ?? previousKey;
  return {
    ...rest,
    ...(Description === undefined ? undefined : { description: Description }),
    ...(kmsKeyId ? { kmsKeyId } : undefined),
  };
}
