import type { AttachPolicyRequest } from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { onPolicy } from './authority.ts';
import { organizationOf, policyOf, targetOf } from './organization.ts';
import { attachments } from './state.ts';

/** Attaches a policy to the root or an account: it limits everybody there, the root user too. */
export const AttachPolicy = operation<AttachPolicyRequest, object>({
  accepts: ['PolicyId', 'TargetId'],
  ...onPolicy,
  run: ({ PolicyId, TargetId }, context) => {
    const { id: policyId } = policyOf(PolicyId, context);
    const { id: targetId } = targetOf(TargetId, context);
    if (organizationOf(context).policyTypes.length === 0) {
      throw new AwsError(
        'PolicyTypeNotEnabledException',
        'This operation can be performed only for enabled policy types.',
      );
    }
    const table = context.globalTable(attachments);
    if (table.has(`${targetId}/${policyId}`)) {
      throw new AwsError(
        'DuplicatePolicyAttachmentException',
        'The selected policy is already attached to the specified target.',
      );
    }
    if (table.find('target', targetId).length >= attachedMax) {
      throw new AwsError('ConstraintViolationException', 'You have exceeded the allowed limit.', {
        fields: { Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' },
      });
    }
    table.put({ targetId, policyId });
    return {};
  },
});

/** Source: "Quotas and service limits for AWS Organizations". */
const attachedMax = 5;
