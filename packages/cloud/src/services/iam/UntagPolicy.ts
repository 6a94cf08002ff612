import type { UntagPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, ownPolicy } from './managed.ts';
import { managedPolicies } from './state.ts';
import { withoutTags } from './tags.ts';

/** Takes tags off a managed policy. */
export const UntagPolicy = operation<UntagPolicyRequest, object>({
  accepts: ['PolicyArn', 'TagKeys'],
  ...onPolicy,
  run: ({ PolicyArn, TagKeys = [] }, context) => {
    const policy = ownPolicy(PolicyArn, context);
    const tags = withoutTags(policy.tags, TagKeys);
    context.globalTable(managedPolicies).put({ ...policy, tags });
    return {};
  },
});
