import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';

interface Entry {
  readonly Id: string | undefined;
}

export interface BatchResult<Done> {
  readonly Successful: Done[];
  readonly Failed: BatchResultErrorEntry[];
}

/**
 * Does what a batch asks for, entry by entry: one that fails does not hold up the others. `kind`
 * is the model's name for an entry. Throws an AwsError where SQS refuses the batch as a whole.
 */
export function eachEntry<One extends Entry, Done extends object>(
  kind: string,
  entries: readonly One[],
  context: Context,
  act: (entry: One) => Done,
): BatchResult<Done & { Id: string }> {
  checkEntries(kind, entries);
  const result: BatchResult<Done & { Id: string }> = { Successful: [], Failed: [] };
  for (const entry of entries) {
    const Id = entry.Id!;
    try {
      result.Successful.push({ Id, ...context.transact(() => act(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError) || error.statusCode === 501) throw error;
      result.Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return result;
}

const entriesMax = 10;

function checkEntries(kind: string, entries: readonly Entry[]) {
  if (entries.length === 0) {
    const message = `There should be at least one ${kind} in the request.`;
    throw new AwsError('EmptyBatchRequest', message);
  }
  if (entries.length > entriesMax) {
    const message = `Maximum number of entries per request are ${entriesMax}.`;
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `${message} You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id = '' } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
          'It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}
