import type { DeleteRuleRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onRule } from './access.ts';
import { busOf } from './names.ts';
import { invalid } from './problems.ts';
import { unschedule } from './schedule.ts';
import { ruleKey, rulesTable } from './state.ts';

/** Deletes a rule; one that is not there is as good as deleted. `Force` is for managed rules. */
export const DeleteRule = operation<DeleteRuleRequest, object>({
  accepts: ['Name', 'EventBusName', 'Force'],
  ...onRule,
  run({ Name, EventBusName }, context) {
    const key = ruleKey(busOf(EventBusName, context).name, Name!);
    const rule = context.table(rulesTable).get(key);
    if (!rule) return {};
    if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
    context.table(rulesTable).delete(key);
    unschedule(rule, context);
    return {};
  },
});
