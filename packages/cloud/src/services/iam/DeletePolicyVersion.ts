import type { DeletePolicyVersionRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, ownPolicy, versionOf } from './managed.ts';
import { managedPolicies } from './state.ts';

/** Deletes a version of a managed policy other than the one in force. */
export const DeletePolicyVersion = operation<DeletePolicyVersionRequest, object>({
  accepts: ['PolicyArn', 'VersionId'],
  ...onPolicy,
  run: ({ PolicyArn, VersionId }, context) => {
    const policy = ownPolicy(PolicyArn, context);
    const deleted = versionOf(policy, VersionId);
    if (deleted.versionId === policy.defaultVersionId) {
      const message = 'Cannot delete the default version of a policy.';
      throw new AwsError('DeleteConflictException', message);
    }
    const versions = policy.versions.filter((version) => version !== deleted);
    context.globalTable(managedPolicies).put({ ...policy, versions });
    return {};
  },
});
