import type {
  DescribeSecretRequest,
  DescribeSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { describe, versionsToStages } from './describe.ts';
import { onSecret } from './onSecret.ts';
import { replicationStatus } from './replication.ts';

export const DescribeSecret = onSecret<DescribeSecretRequest, DescribeSecretResponse>({
  accepts: ['SecretId'],
  on: 'any',
  run: (_input, context, secret) => {
    const stages = versionsToStages(secret);
    return {
      ...describe(secret),
      ...(stages ? { VersionIdsToStages: stages } : undefined),
      ...(secret.replicas.length > 0
        ? { ReplicationStatus: replicationStatus(context, secret) }
        : undefined),
    };
  },
});
