import type { UntagResourceRequest } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { onTagged } from './authority.ts';
import { ownPolicy } from './organization.ts';
import { policies } from './state.ts';

/** Takes tags from a policy. */
export const UntagResource = operation<UntagResourceRequest, object>({
  accepts: ['ResourceId', 'TagKeys'],
  ...onTagged,
  run: ({ ResourceId, TagKeys = [] }, context) => {
    const policy = ownPolicy(ResourceId, context);
    const left = Object.entries(policy.tags).filter(([key]) => !TagKeys.includes(key));
    context.globalTable(policies).put({ ...policy, tags: Object.fromEntries(left) });
    return {};
  },
});
