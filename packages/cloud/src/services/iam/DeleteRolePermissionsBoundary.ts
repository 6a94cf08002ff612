import type { DeleteRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind, save } from './holders.ts';

/** Takes the permissions boundary off a role, so that its policies alone decide. */
export const DeleteRolePermissionsBoundary = operation<
  DeleteRolePermissionsBoundaryRequest,
  object
>({
  accepts: ['RoleName'],
  ...on(roleKind),
  run: ({ RoleName }, context) => {
    const { boundary: _deleted, ...role } = named(roleKind, RoleName, context);
    save(roleKind, role, context);
    return {};
  },
});
