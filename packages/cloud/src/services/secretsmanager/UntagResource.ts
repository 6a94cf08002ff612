import type { UntagResourceRequest } from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { saveSecret } from './replication.ts';

/** Keys that the secret does not have are passed over. */
export const UntagResource = onSecret<UntagResourceRequest, object>({
  accepts: ['SecretId', 'TagKeys'],
  keys: ({ TagKeys }) => ({ 'aws:tagkeys': TagKeys }),
  on: 'primary',
  run: ({ TagKeys }, context, secret) => {
    const tags = secret.tags?.filter(({ Key }) => !TagKeys!.includes(Key));
    if (!tags || tags.length === secret.tags?.length) return {};
    saveSecret(context, { ...secret, tags, changedMs: context.nowMs });
    return {};
  },
});
