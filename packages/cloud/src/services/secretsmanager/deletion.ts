import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { type Secret, secrets } from './state.ts';
import { dropValues } from './values.ts';

/** Takes a secret away when its recovery window is over. */
export const deleteSecret = jobKind<{ arn: string }>({
  name: 'secretsmanager.deleteSecret',
  settle: ({ payload: { arn } }, context) => {
    const [secret] = context.table(secrets).find('arn', arn);
    if (secret?.deletion) removeSecret(context, secret);
  },
});

/**
 * Marks a secret for deletion.
 * @param when the end of the recovery window in ms, or `now`: no recovery, which takes AWS seconds
 */
export function markDeleted(context: Context, secret: Secret, when: number | 'now'): Secret {
  const { nowMs } = context;
  const withoutRecoveryMs = nowMs + (context.settings.pace === 'aws' ? removalMs : 0);
  const dueMs = when === 'now' ? withoutRecoveryMs : when;
  context.schedule(deleteSecret, { arn: secret.arn }, { dueMs, key: secret.arn });
  if (!secret.deletion) recordVersions(context, 'StartSecretVersionDelete', secret);
  return context.table(secrets).put({ ...secret, deletion: { requestedMs: nowMs, dueMs } });
}

/** As long as AWS was seen to take. */
const removalMs = 3_000;

export function restore(context: Context, secret: Secret): Secret {
  const { deletion, ...kept } = secret;
  if (!deletion) return secret;
  context.cancel(deleteSecret, secret.arn);
  recordVersions(context, 'CancelSecretVersionDelete', secret);
  return context.table(secrets).put({ ...kept, changedMs: context.nowMs });
}

export function removeSecret(context: Context, secret: Secret) {
  dropValues(context, secret);
  context.table(secrets).delete(secret.name);
  recordVersions(context, 'EndSecretVersionDelete', secret);
}

type DeletionEvent =
  | 'StartSecretVersionDelete'
  | 'CancelSecretVersionDelete'
  | 'EndSecretVersionDelete';

/**
 * What CloudTrail tells of a deletion besides the call: one event of the service for each version.
 * Source: "AWS CloudTrail entries for Secrets Manager".
 */
function recordVersions(context: Context, eventName: DeletionEvent, { arn, versions }: Secret) {
  for (const { versionId } of versions) {
    context.recordServiceEvent({
      eventSource: 'secretsmanager.amazonaws.com',
      eventName,
      additionalEventData: { SecretId: arn, SecretVersionId: versionId },
    });
  }
}
