import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { describeRule } from './describe.ts';
import { busOf } from './names.ts';
import { pageOf } from './paging.ts';
import { rulesTable } from './state.ts';

export const ListRules = operation<ListRulesRequest, ListRulesResponse>({
  accepts: ['NamePrefix', 'EventBusName', 'NextToken', 'Limit'],
  resource: (_input, context) => context.arn('events', 'rule/*'),
  run(input, context) {
    const { NamePrefix = '', EventBusName } = input;
    const found = context
      .table(rulesTable)
      .find('bus', busOf(EventBusName, context).name)
      .filter(({ name }) => name.startsWith(NamePrefix));
    const { rows, next } = pageOf(found, ({ name }) => name, input);
    return { Rules: rows.map((rule) => describeRule(rule, context)), ...next };
  },
});
