import type { DeleteSecretRequest, DeleteSecretResponse } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../kernel/operation.ts';
import { markDeleted } from './deletion.ts';
import { accessToSecret, requirePrimary } from './onSecret.ts';
import { invalidParameter, invalidRequest, noSuchSecret } from './problems.ts';
import { findSecret } from './state.ts';

/** Marks a secret for deletion; `deletion.ts` takes it away when its window is over. */
export const DeleteSecret = operation<DeleteSecretRequest, DeleteSecretResponse>({
  accepts: ['SecretId', 'RecoveryWindowInDays', 'ForceDeleteWithoutRecovery'],
  ...accessToSecret<DeleteSecretRequest>((input) => ({
    'secretsmanager:recoverywindowindays': input.RecoveryWindowInDays,
    'secretsmanager:forcedeletewithoutrecovery': input.ForceDeleteWithoutRecovery,
  })),
  run: (input, context) => {
    const { SecretId, ForceDeleteWithoutRecovery: isForced = false } = input;
    const windowDays = windowOf(input);
    const secret = findSecret(context, SecretId!);
    if (!secret) {
      if (!isForced) throw noSuchSecret();
      // Without recovery, the deletion of what is gone already succeeds.
      const id = SecretId!.startsWith('arn:') ? { ARN: SecretId } : { Name: SecretId };
      return { ...id, DeletionDate: new Date(context.nowMs) };
    }
    requirePrimary(secret);
    if (secret.replicas.length > 0) {
      const regions = secret.replicas.map(({ region }) => region).join(', ');
      throw invalidParameter(
        `You can't delete secret ${secret.arn} that still has replica regions [${regions}].`,
      );
    }
    if (secret.deletion && !isForced) {
      throw invalidRequest(
        "You can't perform this operation on the secret because it was already scheduled for deletion.",
      );
    }
    const when = isForced ? 'now' : context.nowMs + windowDays * dayMs;
    const { arn, name, deletion } = markDeleted(
      context,
      { ...secret, changedMs: context.nowMs },
      when,
    );
    return { ARN: arn, Name: name, DeletionDate: new Date(deletion!.dueMs) };
  },
});

function windowOf({ RecoveryWindowInDays, ForceDeleteWithoutRecovery }: DeleteSecretRequest) {
  if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  const days = RecoveryWindowInDays ?? longestWindowDays;
  if (days >= shortestWindowDays && days <= longestWindowDays) return days;
  throw invalidParameter(
    `The RecoveryWindowInDays value must be between ${shortestWindowDays} and ${longestWindowDays} days (inclusive).`,
  );
}

const shortestWindowDays = 7;
const longestWindowDays = 30;
const dayMs = 24 * 3_600_000;
