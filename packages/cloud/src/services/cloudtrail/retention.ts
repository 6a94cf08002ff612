import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { forgetLookups } from './lookupIndex.ts';

const dayMs = 86_400_000;

/** The event history shows 90 days (CloudTrail user guide, "Working with event history"). */
export const historyMs = 90 * dayMs;

/**
 * Once a day removes the records that the event history no longer shows. Deliveries do not miss
 * them: what could not be delivered for 30 days is given up.
 */
export const pruning = jobKind<null>({
  name: 'cloudtrail.pruning',
  kept: 'memory',
  settle(_result, context) {
    forgetLookups(context, context.journal.forget(context.nowMs - historyMs));
    schedulePruning(context);
  },
});

export function schedulePruning(context: Context) {
  context.schedule(pruning, null, { key: 'daily', dueMs: context.nowMs + dayMs });
}
