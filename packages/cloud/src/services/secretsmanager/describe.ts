import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { primaryRegionOf } from './search.ts';
import type { Secret } from './state.ts';

/** What DescribeSecret and ListSecrets both tell of a secret. */
export function describe(secret: Secret): Omit<SecretListEntry, 'SecretVersionsToStages'> {
  const { description, kmsKeyId, rotation, tags } = secret;
  const primaryRegion = primaryRegionOf(secret);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(description === undefined ? undefined : { Description: description }),
    ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : undefined),
    ...(rotation ? { RotationEnabled: rotation.enabled } : undefined),
    ...(rotation?.lambdaArn ? { RotationLambdaARN: rotation.lambdaArn } : undefined),
    ...(rotation?.rules ? { RotationRules: rotation.rules } : undefined),
    ...dated('LastRotatedDate', rotation?.lastMs),
    ...dated('NextRotationDate', rotation?.nextMs),
    ...dated('LastChangedDate', secret.changedMs),
    ...dated('LastAccessedDate', secret.accessedMs),
    ...dated('DeletedDate', secret.deletion?.requestedMs),
    ...(tags ? { Tags: [...tags] } : undefined),
    ...dated('CreatedDate', secret.createdMs),
    ...(primaryRegion ? { PrimaryRegion: primaryRegion } : undefined),
  };
}

/** The versions with a label; undefined where the secret has no value yet. */
export function versionsToStages({ versions }: Secret): Record<string, string[]> | undefined {
  const labelled = versions.filter(({ stages }) => stages.length > 0);
  if (labelled.length === 0) return undefined;
  return Object.fromEntries(labelled.map(({ versionId, stages }) => [versionId, [...stages]]));
}

function dated<Name extends string>(name: Name, timeMs: number | undefined) {
  return timeMs === undefined ? undefined : ({ [name]: new Date(timeMs) } as Record<Name, Date>);
}
