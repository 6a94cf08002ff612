import type { TagResourceRequest } from '@aws-sdk/client-secrets-manager';
import { requestTagKeys } from './conditionKeys.ts';
import { onSecret } from './onSecret.ts';
import { saveSecret } from './replication.ts';
import { mergeTags } from './tags.ts';

export const TagResource = onSecret<TagResourceRequest, object>({
  accepts: ['SecretId', 'Tags'],
  keys: ({ Tags }) => requestTagKeys(Tags),
  on: 'primary',
  run: ({ Tags }, context, secret) => {
    const tags = mergeTags(secret.tags ?? [], Tags!);
    saveSecret(context, { ...secret, tags, changedMs: context.nowMs });
    return {};
  },
});
