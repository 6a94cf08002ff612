import type {
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { busOf } from './names.ts';
import { pageOf } from './paging.ts';
import { rulesTable } from './state.ts';

export const ListRuleNamesByTarget = operation<
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse
>({
  accepts: ['TargetArn', 'EventBusName', 'NextToken', 'Limit'],
  resource: (_input, context) => context.arn('events', 'rule/*'),
  run(input, context) {
    const names = context
      .table(rulesTable)
      .find('bus', busOf(input.EventBusName, context).name)
      .filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn))
      .map(({ name }) => name);
    const { rows, next } = pageOf(names, (name) => name, input);
    return { RuleNames: rows, ...next };
  },
});
