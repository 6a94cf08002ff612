import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onTargets } from './access.ts';
import { ruleOf } from './names.ts';
import { pageOf } from './paging.ts';

export const ListTargetsByRule = operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse>({
  accepts: ['Rule', 'EventBusName', 'NextToken', 'Limit'],
  ...onTargets,
  run(input, context) {
    const { targets } = ruleOf(input.Rule!, input.EventBusName, context);
    const { rows, next } = pageOf(targets, ({ Id }) => Id!, input);
    return { Targets: rows, ...next };
  },
});
