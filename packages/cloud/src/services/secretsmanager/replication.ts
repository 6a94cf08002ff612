import type { ReplicaRegionType, ReplicationStatusType } from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { markDeleted, removeSecret } from './deletion.ts';
import { tellMovedLabels } from './labelEvents.ts';
import { invalidParameter } from './problems.ts';
import { type Replica, type Secret, secrets } from './state.ts';
import {
  defaultKey,
  hasValue,
  readValue,
  requireDefaultKey,
  valueKey,
  values,
  writeValue,
} from './values.ts';
import type { Version } from './versions.ts';

/**
 * A replica is a secret of its own in another Region's tables, under the same name and the same six
 * characters. Whatever changes the primary schedules one job for each replica; the job makes the
 * replica what the primary is by then, so several changes may share one run.
 */
export const replicateSecret = jobKind<{ arn: string; region: string }>({
  name: 'secretsmanager.replicateSecret',
  settle: ({ payload: { arn, region } }, context) => {
    const [primary] = context.table(secrets).find('arn', arn);
    const replica = primary?.replicas.find((one) => one.region === region);
    if (!primary || !replica) return;
    const outcome = copySecret(context, primary, replica);
    const replicas = primary.replicas.map((one) => (one === replica ? outcome : one));
    context.table(secrets).put({ ...primary, replicas });
  },
});

/** Keeps a changed secret, tells of labels that moved, and lets its replicas follow. */
export function saveSecret(context: Context, secret: Secret): Secret {
  const { arn, name, replicas } = secret;
  tellMovedLabels(context, context.table(secrets).get(name), secret);
  for (const { region, status } of replicas) {
    if (status === 'Failed') continue;
    const dueMs = context.nowMs + (context.settings.pace === 'aws' ? replicationMs : 0);
    context.schedule(replicateSecret, { arn, region }, { dueMs, key: valueKey(arn, region) });
  }
  return context.table(secrets).put(secret);
}

/** As long as AWS was seen to take. */
const replicationMs = 3_000;

/** The secret with these Regions to be replicated to, anew where they were already. */
export function addReplicas(
  operation: string,
  context: Context,
  secret: Secret,
  added: readonly ReplicaRegionType[],
  overwrite: boolean | undefined,
): Secret {
  const replicas = new Map(secret.replicas.map((replica) => [replica.region, replica]));
  for (const { Region: region, KmsKeyId: kmsKeyId } of added) {
    if (!region || region === context.region) throw invalidParameter('Invalid replica region.');
    requireDefaultKey(operation, kmsKeyId);
    replicas.set(region, {
      region,
      kmsKeyId: kmsKeyId || defaultKey,
      status: 'InProgress',
      ...(overwrite ? { overwrite } : undefined),
    });
  }
  return { ...secret, replicas: [...replicas.values()], changedMs: context.nowMs };
}

/** Takes a replica away for good; the primary's own row is for the caller to change. */
export function removeReplica(context: Context, { arn, name }: Secret, region: string) {
  context.cancel(replicateSecret, valueKey(arn, region));
  const there = context.in({ region });
  const replica = there.table(secrets).get(name);
  if (replica && isReplicaOf(replica, arn, context.region)) markDeleted(there, replica, 'now');
}

/** `ReplicationStatus` as AWS shows it; undefined where the secret has never had a replica. */
export function replicationStatus(context: Context, { name, replicas }: Secret) {
  return replicas.map(({ region, kmsKeyId, status, message }): ReplicationStatusType => {
    const accessedMs = context.in({ region }).table(secrets).get(name)?.accessedMs;
    return {
      Region: region,
      KmsKeyId: kmsKeyId,
      Status: status,
      ...(message ? { StatusMessage: message } : undefined),
      ...(accessedMs ? { LastAccessedDate: new Date(accessedMs) } : undefined),
    };
  });
}

/** Makes the replica what the primary is; gives the replica's new status. */
function copySecret(context: Context, primary: Secret, replica: Replica): Replica {
  const { region, kmsKeyId } = replica;
  const there = context.in({ region });
  const found = there.table(secrets).get(primary.name);
  const isOurs = found && isReplicaOf(found, primary.arn, context.region);
  if (found && !isOurs) {
    if (!replica.overwrite) {
      const reason = `Secret name ${primary.name} already exists in region ${region}.`;
      return { ...replica, status: 'Failed', message: `Replication failed: ${reason}` };
    }
    removeSecret(there, found);
  }
  const kept = isOurs ? found : undefined;
  const arn = arnIn(region, primary.arn);
  const { description, tags, resourcePolicy } = primary;
  there.table(secrets).put({
    name: primary.name,
    arn,
    kmsKeyId,
    ...(description === undefined ? undefined : { description }),
    ...(tags ? { tags } : undefined),
    ...(resourcePolicy ? { resourcePolicy } : undefined),
    createdMs: found?.createdMs ?? context.nowMs,
    changedMs: primary.changedMs,
    ...(kept?.accessedMs ? { accessedMs: kept.accessedMs } : undefined),
    versions: copyVersions(context, primary, there, { arn, versions: kept?.versions ?? [] }),
    replicas: [],
    primaryRegion: context.region,
  });
  return { region, kmsKeyId, status: 'InSync', message: 'Replication succeeded' };
}

/** Values are sealed under their ARN, so each is opened here and sealed anew there, once. */
function copyVersions(
  context: Context,
  primary: Secret,
  there: Context,
  { arn, versions }: { arn: string; versions: readonly Version[] },
): readonly Version[] {
  const wanted = new Set(primary.versions.map(({ versionId }) => versionId));
  for (const { versionId } of versions) {
    if (!wanted.has(versionId)) there.table(values).delete(valueKey(arn, versionId));
  }
  const filled = primary.versions.filter((one) => hasValue(context, primary.arn, one.versionId));
  return filled.map(({ versionId, stages }) => {
    const known = versions.find((version) => version.versionId === versionId);
    if (known) return { ...known, stages };
    writeValue(there, arn, versionId, readValue(context, primary.arn, versionId));
    return { versionId, stages, createdMs: context.nowMs };
  });
}

function isReplicaOf(secret: Secret, primaryArn: string, primaryRegion: string): boolean {
  const region = secret.arn.split(':')[3]!;
  return secret.primaryRegion === primaryRegion && secret.arn === arnIn(region, primaryArn);
}

function arnIn(region: string, arn: string): string {
  const parts = arn.split(':');
  return parts.with(3, region).join(':');
}

/** In the primary's Region: the replica goes its own way from now on. */
export function forgetReplica(context: Context, { name }: Secret, region: string) {
  const primary = context.table(secrets).get(name);
  if (!primary) return;
  context.cancel(replicateSecret, valueKey(primary.arn, region));
  const replicas = primary.replicas.filter((replica) => replica.region !== region);
  context.table(secrets).put({ ...primary, replicas });
}
