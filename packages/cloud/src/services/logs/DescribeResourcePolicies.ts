import type {
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { describePolicy, resourcePolicies } from './resourcePolicies.ts';

/** Lists the policies: never more than fit into one page. */
export const DescribeResourcePolicies = operation<
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse
>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => ({
    resourcePolicies: [...context.table(resourcePolicies).values()].map(describePolicy),
  }),
});
