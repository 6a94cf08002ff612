import type { TagRoleRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind, save } from './holders.ts';
import { withTags } from './tags.ts';

/** Adds tags to a role, or gives those that are there a new value. */
export const TagRole = operation<TagRoleRequest, object>({
  accepts: ['RoleName', 'Tags'],
  ...on(roleKind),
  run: ({ RoleName, Tags = [] }, context) => {
    const role = named(roleKind, RoleName, context);
    save(roleKind, { ...role, tags: withTags(role.tags, Tags) }, context);
    return {};
  },
});
