import type { ListPoliciesRequest, ListPoliciesResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { fullAccess } from './fullAccess.ts';
import { organizationOf } from './organization.ts';
import { pageOf } from './pages.ts';
import { onlyServiceControl } from './policyContent.ts';
import { policySummary } from './shapes.ts';
import { policies } from './state.ts';

/** Lists the organization's service control policies, AWS's own among them. */
export const ListPolicies = operation<ListPoliciesRequest, ListPoliciesResponse>({
  accepts: ['Filter', 'NextToken', 'MaxResults'],
  resource: () => '*',
  conditionKeys: ({ Filter }) => ({ 'organizations:policytype': Filter }),
  run: (input, context) => {
    onlyServiceControl(input.Filter, 'ListPolicies');
    organizationOf(context);
    const { items, more } = pageOf([fullAccess, ...context.globalTable(policies).values()], input);
    return { Policies: items.map((policy) => policySummary(policy, context)), ...more };
  },
});
