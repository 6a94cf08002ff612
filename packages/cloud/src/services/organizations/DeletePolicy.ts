import type { DeletePolicyRequest } from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { onPolicy } from './authority.ts';
import { ownPolicy } from './organization.ts';
import { attachments, policies } from './state.ts';

/** Deletes a policy that is attached nowhere any more. */
export const DeletePolicy = operation<DeletePolicyRequest, object>({
  accepts: ['PolicyId'],
  ...onPolicy,
  run: ({ PolicyId }, context) => {
    const { id } = ownPolicy(PolicyId, context);
    if (context.globalTable(attachments).find('policy', id).length > 0) {
      throw new AwsError(
        'PolicyInUseException',
        'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
      );
    }
    context.globalTable(policies).delete(id);
    return {};
  },
});
