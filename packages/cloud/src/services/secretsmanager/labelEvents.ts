import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import type { Secret } from './state.ts';
import { type Version, versionAt } from './versions.ts';

/**
 * Tells EventBridge of each label that a change moves to another version.
 * Source: "Secret Label Updated event", Secrets Manager user guide.
 */
export function tellMovedLabels(context: Context, before: Secret | undefined, secret: Secret) {
  if (!before || before.versions === secret.versions) return;
  const Entries = secret.versions.flatMap((version) =>
    version.stages
      .filter((stage) => !untold.has(stage) && !isAt(before.versions, stage, version))
      .map((stage) => eventOf(secret, stage, version)),
  );
  if (Entries.length === 0) return;
  const caller = housekeeper('secretsmanager.amazonaws.com', context.accountId);
  for (let from = 0; from < Entries.length; from += entriesAtOnce) {
    const some = Entries.slice(from, from + entriesAtOnce);
    context.call('events', 'PutEvents', { Entries: some }, { caller });
  }
}

const untold: ReadonlySet<string> = new Set(['AWSPENDING', 'AWSPREVIOUS']);
/** As many as PutEvents takes. */
const entriesAtOnce = 10;

function isAt(versions: readonly Version[], stage: string, { versionId }: Version): boolean {
  return versionAt(versions, stage)?.versionId === versionId;
}

function eventOf({ arn, name }: Secret, labelUpdated: string, { versionId }: Version) {
  return {
    Source: 'aws.secretsmanager',
    DetailType: 'Secret Label Updated',
    Resources: [arn],
    Detail: JSON.stringify({ name, labelUpdated, versionId }),
  };
}
