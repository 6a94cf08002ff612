import type { Context } from '../../kernel/context.ts';
import { archiveEvent } from './archiveEvents.ts';
import { invokeTargets } from './delivery.ts';
import { takersOf } from './matching.ts';
import { noteTriggered } from './metrics.ts';
import { ruleArn } from './names.ts';
import { archivesTable, rulesTable } from './state.ts';

/** An event that comes to a bus. */
export interface Arrival {
  /** JSON text. */
  readonly event: string;
  readonly timeMs: number;
  /** A read-only management event from CloudTrail, which most rules do not see. */
  readonly isReadCall?: boolean;
  /** Came from a rule of another bus. */
  readonly wasForwarded?: boolean;
  /** When targets get it; now by default. */
  readonly dueMs?: number;
  /** No caller waits, so that targets may be invoked in the same commit. */
  readonly isUrgent?: boolean;
  /** Its position in the journal: rules and archives that are younger do not see it. */
  readonly seq?: number;
  /** Only rules with these ARNs see it; all when empty. */
  readonly ruleArns?: readonly string[];
}

/** In a transaction: gives the event to what takes it. Tells whether anything did. */
export function arrive(arrival: Arrival, busName: string, context: Context): boolean {
  const { event, seq = Number.POSITIVE_INFINITY, ruleArns = [] } = arrival;
  const takers = takersOf(busName, context)[arrival.isReadCall ? 'withReads' : 'all'];
  if (takers.size === 0) return false;
  let isTaken = false;
  for (const { kind, key } of takers.match(event)) {
    if (kind === 'rule') {
      const rule = context.table(rulesTable).get(key)!;
      if (rule.sinceSeq >= seq) continue;
      if (ruleArns.length > 0 && !ruleArns.includes(ruleArn(rule, context))) continue;
      noteTriggered(rule, context);
      invokeTargets(rule, event, context, arrival);
    } else {
      const archive = context.table(archivesTable).get(key)!;
      if (archive.sinceSeq >= seq) continue;
      archiveEvent(archive, arrival, context);
    }
    isTaken = true;
  }
  return isTaken;
}
