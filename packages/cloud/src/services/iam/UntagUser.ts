import type { UntagUserRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, save, userKind } from './holders.ts';
import { withoutTags } from './tags.ts';

/** Takes tags off a user. */
export const UntagUser = operation<UntagUserRequest, object>({
  accepts: ['UserName', 'TagKeys'],
  ...on(userKind),
  run: ({ UserName, TagKeys = [] }, context) => {
    const user = named(userKind, UserName, context);
    save(userKind, { ...user, tags: withoutTags(user.tags, TagKeys) }, context);
    return {};
  },
});
