import type {
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { addReplicas, replicationStatus, saveSecret } from './replication.ts';

export const ReplicateSecretToRegions = onSecret<
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse
>({
  accepts: ['SecretId', 'AddReplicaRegions', 'ForceOverwriteReplicaSecret'],
  keys: ({ AddReplicaRegions, ForceOverwriteReplicaSecret }) => ({
    'secretsmanager:addreplicaregions': AddReplicaRegions?.map(({ Region = '' }) => Region),
    'secretsmanager:forceoverwritereplicasecret': ForceOverwriteReplicaSecret,
  }),
  on: 'primary',
  run: ({ AddReplicaRegions, ForceOverwriteReplicaSecret }, context, found) => {
    const secret = addReplicas(
      'ReplicateSecretToRegions',
      context,
      found,
      AddReplicaRegions!,
      ForceOverwriteReplicaSecret,
    );
    saveSecret(context, secret);
    return { ARN: secret.arn, ReplicationStatus: replicationStatus(context, secret) };
  },
});
