import type { LogEntry } from './huntState.ts';
import type { LogRead } from './messages.ts';

/** What was wrong with a log, as the end of a sentence that begins with its name. */
export function problemOf({ facts, failure }: LogRead, log: LogEntry): string | undefined {
  if (failure !== undefined) return failure;
  if (facts.broken > 0) {
    return `has ${facts.broken} ${facts.broken === 1 ? 'record that is' : 'records that are'} no JSON`;
  }
  if (facts.endsEarly) return 'ends in the middle of a record';
  if (facts.records > 0) return undefined;
  if (/_CloudTrail-Digest_/.test(log.name)) return 'is a digest, which has no records';
  const isEmptyList = facts.bytes > 0 && facts.strangers === 0 && facts.hasList;
  return facts.bytes === 0 || isEmptyList ? undefined : 'has no record of CloudTrail';
}
