import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { eventsSql } from './events.ts';
import { type LogGroup, logGroups } from './state.ts';

/** The numbers of days that AWS offers (API reference, PutRetentionPolicy). */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const dayMs = 86_400_000;

/** The first time that is not expired yet: what is older is not shown and not taken. */
export function keptFromMs({ retentionDays }: LogGroup, nowMs: number): number {
  return retentionDays === undefined ? 0 : nowMs - retentionDays * dayMs;
}

/**
 * Removes expired events of a group, and comes back when the next ones expire. What arrives in the
 * meantime and expires earlier is out of sight already, and waits for the same visit.
 */
export const removeExpiredEvents = jobKind<{ groupName: string; groupId: number }>({
  name: 'logs.removeExpiredEvents',
  settle: ({ payload: { groupName, groupId } }, context) => {
    const group = context.table(logGroups).get(groupName);
    if (group?.id !== groupId || group.retentionDays === undefined) return;
    const { nowMs } = context;
    const sql = context.sql(eventsSql);
    const lastExpiredMs = keptFromMs(group, nowMs) - 1;
    sql.removeExpired.run(groupId, lastExpiredMs, removedAtOnceMax);
    sql.recount.run(groupId);
    const oldestMs = Number(sql.oldest.get(groupId)?.ms ?? nowMs);
    const isBehind = oldestMs <= lastExpiredMs;
    const nextMs = Math.min(oldestMs, nowMs) + group.retentionDays * dayMs;
    const dueMs = isBehind ? nowMs : Math.max(nextMs + 1, nowMs + visitEveryMs);
    scheduleRemoval(group, dueMs, context);
  },
});

/** In a transaction: has expired events removed at `dueMs`. */
export function scheduleRemoval({ id, name }: LogGroup, dueMs: number, context: Context) {
  const payload = { groupName: name, groupId: id };
  context.schedule(removeExpiredEvents, payload, { dueMs, key: String(id) });
}

/** In one transaction; the rest is for the next one. */
const removedAtOnceMax = 10_000;
/** A group is not visited more often, unless there is more to remove. */
const visitEveryMs = 3_600_000;
