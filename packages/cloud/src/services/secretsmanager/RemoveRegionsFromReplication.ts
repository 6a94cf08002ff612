import type {
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { removeReplica, replicationStatus, saveSecret } from './replication.ts';

/** Deletes replicas. Regions that have none are passed over. */
export const RemoveRegionsFromReplication = onSecret<
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse
>({
  accepts: ['SecretId', 'RemoveReplicaRegions'],
  on: 'primary',
  run: ({ RemoveReplicaRegions }, context, found) => {
    const removed = found.replicas.filter(({ region }) => RemoveReplicaRegions!.includes(region));
    for (const { region } of removed) removeReplica(context, found, region);
    const replicas = found.replicas.filter((replica) => !removed.includes(replica));
    const secret = { ...found, replicas, changedMs: context.nowMs };
    if (removed.length > 0) saveSecret(context, secret);
    return { ARN: secret.arn, ReplicationStatus: replicationStatus(context, secret) };
  },
});
