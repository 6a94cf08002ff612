import type { DeletePolicyRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, ownPolicy } from './managed.ts';
import { policyUses } from './policyUses.ts';
import { managedPolicies } from './state.ts';

/** Deletes a managed policy that nobody has and that has no version but the default one. */
export const DeletePolicy = operation<DeletePolicyRequest, object>({
  accepts: ['PolicyArn'],
  ...onPolicy,
  run: ({ PolicyArn }, context) => {
    const { arn, versions } = ownPolicy(PolicyArn, context);
    const { attached, asBoundary } = policyUses(context)(arn);
    if (attached + asBoundary > 0) {
      const message = 'Cannot delete a policy attached to entities.';
      throw new AwsError('DeleteConflictException', message);
    }
    if (versions.length > 1) throw new AwsError('DeleteConflictException', hasVersions);
    context.globalTable(managedPolicies).delete(arn);
    return {};
  },
});

const hasVersions =
  "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.";
