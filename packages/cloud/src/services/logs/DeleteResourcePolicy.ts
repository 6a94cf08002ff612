import type { DeleteResourcePolicyRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { notFound } from './onLogGroup.ts';
import { resourcePolicies } from './resourcePolicies.ts';

export const DeleteResourcePolicy = operation<DeleteResourcePolicyRequest, object>({
  accepts: ['policyName'],
  resource: () => '*',
  run({ policyName = '' }, context) {
    if (!context.table(resourcePolicies).delete(policyName)) {
      throw notFound(`Policy with name [${policyName}] does not exist.`);
    }
    return {};
  },
});
