import type { Context } from '../../kernel/context.ts';
import { reschedule } from './schedule.ts';
import { type Rule, rulesTable } from './state.ts';
import { currentSeq } from './trailEvents.ts';

/** A rule that is enabled, in whichever way, stays as it is when it is enabled once more. */
export function enterState(rule: Rule, state: 'ENABLED' | 'DISABLED', context: Context) {
  const isEnabled = rule.state !== 'DISABLED';
  if (isEnabled === (state === 'ENABLED')) return;
  const changed = { ...rule, state, sinceSeq: currentSeq(context) };
  context.table(rulesTable).put(changed);
  reschedule(changed, context);
}
