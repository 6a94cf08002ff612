import type { DeleteRoleRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { refuseDeletion } from './deletion.ts';
import { named, on, roleKind } from './holders.ts';
import { lastUses } from './state.ts';

/** Deletes a role that has no policies any more. Its sessions end with it. */
export const DeleteRole = operation<DeleteRoleRequest, object>({
  accepts: ['RoleName'],
  ...on(roleKind),
  run: ({ RoleName }, context) => {
    const role = named(roleKind, RoleName, context);
    refuseDeletion(role);
    context.globalTable(roleKind.table).delete(role.id);
    context.globalTable(lastUses).delete(role.id);
    return {};
  },
});
