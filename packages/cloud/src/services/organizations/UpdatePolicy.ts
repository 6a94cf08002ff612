import type { UpdatePolicyRequest, UpdatePolicyResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { onPolicy } from './authority.ts';
import { ownPolicy } from './organization.ts';
import { checkedContent, refuseTakenName } from './policyContent.ts';
import { policyShape } from './shapes.ts';
import { policies } from './state.ts';

/** Changes a policy, wherever it is attached. */
export const UpdatePolicy = operation<UpdatePolicyRequest, UpdatePolicyResponse>({
  accepts: ['PolicyId', 'Name', 'Description', 'Content'],
  ...onPolicy,
  run: ({ PolicyId, Name, Description, Content }, context) => {
    const policy = ownPolicy(PolicyId, context);
    refuseTakenName(Name, policy, context);
    const changed = context.globalTable(policies).put({
      ...policy,
      name: Name ?? policy.name,
      description: Description ?? policy.description,
      content: Content === undefined ? policy.content : checkedContent(Content),
    });
    return { Policy: policyShape(changed, context) };
  },
});
