import type { SetDefaultPolicyVersionRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, ownPolicy, versionOf } from './managed.ts';
import { managedPolicies } from './state.ts';

/** Chooses the version of a managed policy that is in force. */
export const SetDefaultPolicyVersion = operation<SetDefaultPolicyVersionRequest, object>({
  accepts: ['PolicyArn', 'VersionId'],
  ...onPolicy,
  run: ({ PolicyArn, VersionId }, context) => {
    const policy = ownPolicy(PolicyArn, context);
    const { versionId } = versionOf(policy, VersionId);
    const updateMs = context.nowMs;
    context.globalTable(managedPolicies).put({ ...policy, defaultVersionId: versionId, updateMs });
    return {};
  },
});
