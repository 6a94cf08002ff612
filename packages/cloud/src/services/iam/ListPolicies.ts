import type { ListPoliciesRequest, ListPoliciesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { awsManagedPolicies } from './awsManagedPolicies.ts';
import { pageOf } from './pages.ts';
import { policyUses } from './policyUses.ts';
import { policyShape } from './shapes.ts';
import { managedPolicies } from './state.ts';

/** Lists managed policies: the account's own, AWS's, or both. */
export const ListPolicies = operation<ListPoliciesRequest, ListPoliciesResponse>({
  accepts: ['Scope', 'OnlyAttached', 'PathPrefix', 'PolicyUsageFilter', 'Marker', 'MaxItems'],
  /** AWS authorizes the path in words of its own. */
  resource: ({ PathPrefix = '/' }) => `policy path ${PathPrefix}`,
  run: (input, context) => {
    const { Scope = 'All', PathPrefix = '/', OnlyAttached, PolicyUsageFilter: usage } = input;
    const uses = policyUses(context);
    const all = [
      ...(Scope === 'AWS' ? [] : context.globalTable(managedPolicies).values()),
      ...(Scope === 'Local' ? [] : awsManagedPolicies()),
    ];
    const asked = all.filter(({ arn, path }) => {
      const { attached, asBoundary } = uses(arn);
      if (usage === 'PermissionsPolicy' && attached === 0) return false;
      if (usage === 'PermissionsBoundary' && asBoundary === 0) return false;
      return path.startsWith(PathPrefix) && (!OnlyAttached || attached > 0);
    });
    const { items, more } = pageOf(asked, ({ arn }) => arn, input);
    return { Policies: items.map((policy) => policyShape(policy, uses(policy.arn))), ...more };
  },
});
