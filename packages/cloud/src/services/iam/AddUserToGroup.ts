import type { AddUserToGroupRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { groupKind, named, on, save, userKind } from './holders.ts';

/** Adds a user to a group. Adding it again changes nothing. */
export const AddUserToGroup = operation<AddUserToGroupRequest, object>({
  accepts: ['GroupName', 'UserName'],
  ...on(groupKind),
  run: ({ GroupName, UserName }, context) => {
    const group = named(groupKind, GroupName, context);
    const user = named(userKind, UserName, context);
    if (user.groups.includes(group.id)) return {};
    if (user.groups.length >= groupsPerUserMax) {
      const message = `Cannot exceed quota for GroupsPerUser: ${groupsPerUserMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    save(userKind, { ...user, groups: [...user.groups, group.id] }, context);
    return {};
  },
});

const groupsPerUserMax = 10;
