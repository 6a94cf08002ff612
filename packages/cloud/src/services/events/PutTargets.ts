import type { PutTargetsRequest, PutTargetsResponse, Target } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onTargets, passedToEvents } from './access.ts';
import { ruleOf } from './names.ts';
import { limitExceeded } from './problems.ts';
import { rulesTable } from './state.ts';
import { checkTarget } from './targetRules.ts';

/** Adds targets to a rule; one whose id the rule has already is replaced. */
export const PutTargets = operation<PutTargetsRequest, PutTargetsResponse>({
  accepts: ['Rule', 'EventBusName', 'Targets'],
  resource: onTargets.resource,
  conditionKeys: (input, context) => ({
    ...onTargets.conditionKeys(input, context),
    'events:targetarn': input.Targets?.flatMap(({ Arn }) => Arn ?? []),
  }),
  passedRoles: ({ Targets = [] }) => Targets.flatMap(({ RoleArn }) => passedToEvents(RoleArn)),
  run({ Rule, EventBusName, Targets = [] }, context) {
    const rule = ruleOf(Rule!, EventBusName, context);
    for (const target of Targets) checkTarget(target, context);
    const targets = new Map<string, Target>();
    for (const target of [...rule.targets, ...Targets]) targets.set(target.Id!, target);
    if (targets.size > targetsOfRuleMax) throw limitExceeded();
    context.table(rulesTable).put({ ...rule, targets: [...targets.values()] });
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

const targetsOfRuleMax = 5;
