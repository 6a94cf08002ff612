import type { UntagRoleRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind, save } from './holders.ts';
import { withoutTags } from './tags.ts';

/** Takes tags off a role. */
export const UntagRole = operation<UntagRoleRequest, object>({
  accepts: ['RoleName', 'TagKeys'],
  ...on(roleKind),
  run: ({ RoleName, TagKeys = [] }, context) => {
    const role = named(roleKind, RoleName, context);
    save(roleKind, { ...role, tags: withoutTags(role.tags, TagKeys) }, context);
    return {};
  },
});
