import type {
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../kernel/error.ts';
import { onSecret } from './onSecret.ts';
import { invalidParameter, noSuchVersion } from './problems.ts';
import { saveSecret } from './replication.ts';
import { current, moveStage, removeStage, type Version, versionAt } from './versions.ts';

/** Moves a label to another version, attaches it anew, or takes it off. */
export const UpdateSecretVersionStage = onSecret<
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse
>({
  accepts: ['SecretId', 'VersionStage', 'RemoveFromVersionId', 'MoveToVersionId'],
  keys: ({ VersionStage }) => ({ 'secretsmanager:versionstage': VersionStage }),
  on: 'primary',
  run: (input, context, secret) => {
    const stage = input.VersionStage!;
    const versions = changeStage(secret.versions, stage, {
      from: input.RemoveFromVersionId,
      to: input.MoveToVersionId,
    });
    if (versions !== secret.versions) {
      saveSecret(context, { ...secret, versions, changedMs: context.nowMs });
    }
    return { ARN: secret.arn, Name: secret.name };
  },
});

function changeStage(
  versions: readonly Version[],
  stage: string,
  { from, to }: { from: string | undefined; to: string | undefined },
): readonly Version[] {
  for (const versionId of [from, to]) {
    if (versionId !== undefined && !versions.some((one) => one.versionId === versionId)) {
      throw noSuchVersion(versionId);
    }
  }
  const holder = versionAt(versions, stage);
  if (from !== undefined && holder?.versionId !== from) {
    throw invalidParameter(`Staging label ${stage} isn't currently attached to version ${from}.`);
  }
  if (holder && from === undefined && holder.versionId !== to) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently ` +
        `attached to version ${holder.versionId}, so you must explicitly reference that version ` +
        'in RemoveFromVersionId.',
    );
  }
  if (to !== undefined) return withinLimit(moveStage(versions, stage, to));
  if (from === undefined) {
    throw invalidParameter(
      "The parameters MoveToVersionId and RemoveFromVersionId can't both be empty.",
    );
  }
  if (stage !== current) return removeStage(versions, stage);
  throw invalidParameter(
    `You can only move staging label ${current} to a different secret version. It can't be completely removed.`,
  );
}

function withinLimit(versions: readonly Version[]): readonly Version[] {
  if (versions.every(({ stages }) => stages.length <= stagesLimit)) return versions;
  throw new AwsError(
    'LimitExceededException',
    `You can't attach more than ${stagesLimit} staging labels to a version.`,
  );
}

const stagesLimit = 20;
