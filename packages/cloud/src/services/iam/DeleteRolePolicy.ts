import type { DeleteRolePolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, roleKind } from './holders.ts';
import { deleteInline } from './inlinePolicies.ts';

/** Deletes an inline policy of a role. */
export const DeleteRolePolicy = operation<DeleteRolePolicyRequest, object>({
  accepts: ['RoleName', 'PolicyName'],
  ...on(roleKind),
  run: ({ RoleName, PolicyName }, context) => deleteInline(roleKind, RoleName, PolicyName, context),
});
