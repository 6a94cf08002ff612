import type { UpdateGroupRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { arnOf, find, groupKind, moved, named, on } from './holders.ts';

/** Renames a group, or moves it to another path. Its unique id stays. */
export const UpdateGroup = operation<UpdateGroupRequest, object>({
  accepts: ['GroupName', 'NewPath', 'NewGroupName'],
  ...on(groupKind),
  /** The caller must be allowed both what it was and what it becomes. */
  resource: (input, context) => {
    const now = on(groupKind).resource(input, context);
    const found = find(groupKind, input.GroupName, context);
    const name = input.NewGroupName ?? found?.name ?? input.GroupName ?? '';
    return [now, arnOf(groupKind, { name, path: input.NewPath ?? found?.path }, context)];
  },
  run: ({ GroupName, NewPath, NewGroupName }, context) => {
    const group = named(groupKind, GroupName, context);
    moved(groupKind, group, { name: NewGroupName, path: NewPath }, context);
    return {};
  },
});
