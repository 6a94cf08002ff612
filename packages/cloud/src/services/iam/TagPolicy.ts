import type { TagPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, ownPolicy } from './managed.ts';
import { managedPolicies } from './state.ts';
import { withTags } from './tags.ts';

/** Adds tags to a managed policy, or gives those that are there a new value. */
export const TagPolicy = operation<TagPolicyRequest, object>({
  accepts: ['PolicyArn', 'Tags'],
  ...onPolicy,
  run: ({ PolicyArn, Tags = [] }, context) => {
    const policy = ownPolicy(PolicyArn, context);
    context.globalTable(managedPolicies).put({ ...policy, tags: withTags(policy.tags, Tags) });
    return {};
  },
});
