import type { RemoveUserFromGroupRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, named, on, save, userKind } from './holders.ts';

/** Takes a user out of a group. */
export const RemoveUserFromGroup = operation<RemoveUserFromGroupRequest, object>({
  accepts: ['GroupName', 'UserName'],
  ...on(groupKind),
  run: ({ GroupName, UserName }, context) => {
    const group = named(groupKind, GroupName, context);
    const user = named(userKind, UserName, context);
    const groups = user.groups.filter((id) => id !== group.id);
    save(userKind, { ...user, groups }, context);
    return {};
  },
});
