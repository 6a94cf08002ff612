import type { PutRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind, save } from './holders.ts';
import { boundaryArn } from './managed.ts';

/** Makes a managed policy the permissions boundary of a role. */
export const PutRolePermissionsBoundary = operation<PutRolePermissionsBoundaryRequest, object>({
  accepts: ['RoleName', 'PermissionsBoundary'],
  ...on(roleKind),
  run: ({ RoleName, PermissionsBoundary }, context) => {
    const role = named(roleKind, RoleName, context);
    save(roleKind, { ...role, boundary: boundaryArn(PermissionsBoundary, context) }, context);
    return {};
  },
});
