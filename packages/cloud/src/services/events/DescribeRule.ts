import type { DescribeRuleRequest, DescribeRuleResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onRule } from './access.ts';
import { describeRule } from './describe.ts';
import { ruleOf } from './names.ts';

export const DescribeRule = operation<DescribeRuleRequest, DescribeRuleResponse>({
  accepts: ['Name', 'EventBusName'],
  ...onRule,
  run: ({ Name, EventBusName }, context) => ({
    ...describeRule(ruleOf(Name!, EventBusName, context), context),
    CreatedBy: context.accountId,
  }),
});
