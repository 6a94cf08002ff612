import type { CreateGroupRequest, CreateGroupResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, newHolder, onNew, save } from './holders.ts';
import { groupShape } from './shapes.ts';

/** Creates a group without any permission. */
export const CreateGroup = operation<CreateGroupRequest, CreateGroupResponse>({
  accepts: ['GroupName', 'Path'],
  ...onNew(groupKind),
  run: ({ GroupName, Path }, context) => {
    const group = newHolder(groupKind, { name: GroupName!, path: Path }, context);
    return { Group: groupShape(save(groupKind, group, context)) };
  },
});
