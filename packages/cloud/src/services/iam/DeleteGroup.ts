import type { DeleteGroupRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { deleteConflict, refuseDeletion } from './deletion.ts';
import { groupKind, named, on } from './holders.ts';
import { membersOf } from './membership.ts';

/** Deletes a group that has neither members nor policies any more. */
export const DeleteGroup = operation<DeleteGroupRequest, object>({
  accepts: ['GroupName'],
  ...on(groupKind),
  run: ({ GroupName }, context) => {
    const group = named(groupKind, GroupName, context);
    if (membersOf(group, context).length > 0) {
      throw deleteConflict('must remove users from group first.');
    }
    refuseDeletion(group);
    context.globalTable(groupKind.table).delete(group.id);
    return {};
  },
});
