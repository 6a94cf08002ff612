import type { SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { policiesOf } from './policySources.ts';
import { boundarySource, simulate, simulationMembers, sourcesOf } from './simulationInput.ts';

/**
 * Tells how the policies of a user, group or role would decide, within its boundary and the
 * service control policies of the account.
 */
export const SimulatePrincipalPolicy = operation<
  SimulatePrincipalPolicyRequest,
  SimulatePolicyResponse
>({
  accepts: [
    'PolicySourceArn',
    'PolicyInputList',
    'PermissionsBoundaryPolicyInputList',
    ...simulationMembers,
  ],
  resource: ({ PolicySourceArn = '*' }) => PolicySourceArn,
  readOnly: true,
  run: (input, context) => {
    const { PolicySourceArn, PolicyInputList, PermissionsBoundaryPolicyInputList } = input;
    const own = policiesOf(PolicySourceArn, context);
    return simulate(
      input,
      {
        identity: [...own.identity, ...sourcesOf('PolicyInputList', PolicyInputList)],
        boundary: boundarySource(PermissionsBoundaryPolicyInputList) ?? own.boundary,
        ownerArn: PolicySourceArn!,
        limitedByOrganization: true,
      },
      context,
    );
  },
});
