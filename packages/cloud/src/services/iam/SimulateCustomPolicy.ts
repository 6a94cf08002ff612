import type { SimulateCustomPolicyRequest, SimulatePolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { boundarySource, simulate, simulationMembers, sourcesOf } from './simulationInput.ts';

/** Tells how policies that come with the request would decide. */
export const SimulateCustomPolicy = operation<SimulateCustomPolicyRequest, SimulatePolicyResponse>({
  accepts: ['PolicyInputList', 'PermissionsBoundaryPolicyInputList', ...simulationMembers],
  resource: () => '*',
  readOnly: true,
  run: (input, context) =>
    simulate(
      input,
      {
        identity: sourcesOf('PolicyInputList', input.PolicyInputList),
        boundary: boundarySource(input.PermissionsBoundaryPolicyInputList),
        limitedByOrganization: false,
      },
      context,
    ),
});
