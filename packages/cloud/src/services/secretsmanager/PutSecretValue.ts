import type {
  PutSecretValueRequest,
  PutSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { invalidRequest } from './problems.ts';
import { saveSecret } from './replication.ts';
import { addVersion, plainValue, tokenOf } from './values.ts';

/** AWS does not put VersionStages into the condition keys of this call. */
export const PutSecretValue = onSecret<PutSecretValueRequest, PutSecretValueResponse>({
  accepts: ['SecretId', 'ClientRequestToken', 'SecretString', 'SecretBinary', 'VersionStages'],
  on: 'primary',
  run: (input, context, found) => {
    const token = tokenOf(input);
    const value = plainValue(input);
    if (!value) throw invalidRequest('You must provide either SecretString or SecretBinary.');
    const { secret, version } = addVersion(context, found, {
      token,
      value,
      stages: input.VersionStages,
    });
    if (secret !== found) saveSecret(context, { ...secret, changedMs: context.nowMs });
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.versionId,
      VersionStages: [...version.stages],
    };
  },
});
