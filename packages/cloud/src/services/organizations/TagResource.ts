import type { TagResourceRequest } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { onTagged } from './authority.ts';
import { ownPolicy } from './organization.ts';
import { policies } from './state.ts';
import { withTags } from './tags.ts';

/** Adds tags to a policy, or gives those that are there a new value. */
export const TagResource = operation<TagResourceRequest, object>({
  accepts: ['ResourceId', 'Tags'],
  ...onTagged,
  run: ({ ResourceId, Tags = [] }, context) => {
    const policy = ownPolicy(ResourceId, context);
    context.globalTable(policies).put({ ...policy, tags: withTags(policy.tags, Tags) });
    return {};
  },
});
