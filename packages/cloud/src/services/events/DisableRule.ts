import type { DisableRuleRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onRule } from './access.ts';
import { ruleOf } from './names.ts';
import { enterState } from './ruleState.ts';

export const DisableRule = operation<DisableRuleRequest, object>({
  accepts: ['Name', 'EventBusName'],
  ...onRule,
  run({ Name, EventBusName }, context) {
    enterState(ruleOf(Name!, EventBusName, context), 'DISABLED', context);
    return {};
  },
});
