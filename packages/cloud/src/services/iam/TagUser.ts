import type { TagUserRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, save, userKind } from './holders.ts';
import { withTags } from './tags.ts';

/** Adds tags to a user, or gives those that are there a new value. */
export const TagUser = operation<TagUserRequest, object>({
  accepts: ['UserName', 'Tags'],
  ...on(userKind),
  run: ({ UserName, Tags = [] }, context) => {
    const user = named(userKind, UserName, context);
    save(userKind, { ...user, tags: withTags(user.tags, Tags) }, context);
    return {};
  },
});
