import type {
  StopReplicationToReplicaRequest,
  StopReplicationToReplicaResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { invalidParameter } from './problems.ts';
import { forgetReplica } from './replication.ts';
import { secrets } from './state.ts';

/** Called in the replica's Region: makes the replica a secret of its own. */
export const StopReplicationToReplica = onSecret<
  StopReplicationToReplicaRequest,
  StopReplicationToReplicaResponse
>({
  accepts: ['SecretId'],
  on: 'kept',
  run: (_input, context, replica) => {
    const { primaryRegion, ...secret } = replica;
    if (primaryRegion === undefined) {
      throw invalidParameter(
        "Operation not permitted on a primary secret. Call must be made in replica secret's region.",
      );
    }
    forgetReplica(context.in({ region: primaryRegion }), replica, context.region);
    context.table(secrets).put({ ...secret, changedMs: context.nowMs });
    return { ARN: secret.arn };
  },
});
