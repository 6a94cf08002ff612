import type {
  GetSecretValueRequest,
  GetSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../kernel/context.ts';
import { onSecret } from './onSecret.ts';
import { invalidRequest, noSuchVersion, notFound } from './problems.ts';
import { type Secret, secrets } from './state.ts';
import { readValue } from './values.ts';
import { current, type Version, versionAt } from './versions.ts';

export const GetSecretValue = onSecret<GetSecretValueRequest, GetSecretValueResponse>({
  accepts: ['SecretId', 'VersionId', 'VersionStage'],
  keys: ({ VersionId, VersionStage }) => ({
    'secretsmanager:versionid': VersionId,
    'secretsmanager:versionstage': VersionStage,
  }),
  on: 'kept',
  run: ({ VersionId, VersionStage }, context, secret) => {
    const version = chooseVersion(secret, VersionId, VersionStage);
    noteAccess(context, secret, version);
    const { kind, bytes } = readValue(context, secret.arn, version.versionId);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.versionId,
      [kind]: kind === 'SecretString' ? bytes.toString() : bytes,
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdMs),
    };
  },
});

function chooseVersion(
  { versions }: Secret,
  versionId: string | undefined,
  stage: string | undefined,
): Version {
  if (versionId === undefined) {
    const version = versionAt(versions, stage ?? current);
    if (version) return version;
    throw notFound(`secret value for staging label: ${stage ?? current}`);
  }
  const version = versions.find((one) => one.versionId === versionId);
  if (!version) throw noSuchVersion(versionId);
  if (stage === undefined || version.stages.includes(stage)) return version;
  throw invalidRequest(
    'You provided a VersionStage that is not associated to the provided VersionId.',
  );
}

/** AWS keeps the day of the last read, so only the first read of a day is written down. */
function noteAccess(context: Context, secret: Secret, version: Version) {
  const accessedMs = context.nowMs - (context.nowMs % dayMs);
  if (secret.accessedMs === accessedMs && version.accessedMs === accessedMs) return;
  const versions = secret.versions.map((one) => (one === version ? { ...one, accessedMs } : one));
  context.table(secrets).put({ ...secret, accessedMs, versions });
}

const dayMs = 24 * 3_600_000;
