import type { DetachPolicyRequest } from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { onPolicy } from './authority.ts';
import { policyOf, targetOf } from './organization.ts';
import { attachments } from './state.ts';

/** Detaches a policy from the root or an account. One must always remain. */
export const DetachPolicy = operation<DetachPolicyRequest, object>({
  accepts: ['PolicyId', 'TargetId'],
  ...onPolicy,
  run: ({ PolicyId, TargetId }, context) => {
    const { id: policyId } = policyOf(PolicyId, context);
    const { id: targetId } = targetOf(TargetId, context);
    const table = context.globalTable(attachments);
    if (!table.has(`${targetId}/${policyId}`)) {
      throw new AwsError(
        'PolicyNotAttachedException',
        "The policy isn't attached to the specified target in the specified root.",
      );
    }
    if (table.find('target', targetId).length === 1) {
      throw new AwsError(
        'ConstraintViolationException',
        'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
        { fields: { Reason: 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' } },
      );
    }
    table.delete(`${targetId}/${policyId}`);
    return {};
  },
});
