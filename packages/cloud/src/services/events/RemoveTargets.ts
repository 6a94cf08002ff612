import type { RemoveTargetsRequest, RemoveTargetsResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onTargets } from './access.ts';
import { ruleOf } from './names.ts';
import { rulesTable } from './state.ts';

/** Takes targets from a rule. `Force` is for managed rules. */
export const RemoveTargets = operation<RemoveTargetsRequest, RemoveTargetsResponse>({
  accepts: ['Rule', 'EventBusName', 'Ids', 'Force'],
  ...onTargets,
  run({ Rule, EventBusName, Ids = [] }, context) {
    const rule = ruleOf(Rule!, EventBusName, context);
    const targets = rule.targets.filter(({ Id }) => !Ids.includes(Id!));
    context.table(rulesTable).put({ ...rule, targets });
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});
