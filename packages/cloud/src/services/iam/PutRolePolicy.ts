import type { PutRolePolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, roleKind } from './holders.ts';
import { putInline } from './inlinePolicies.ts';

/** Adds an inline policy to a role, or replaces the one of that name. */
export const PutRolePolicy = operation<PutRolePolicyRequest, object>({
  accepts: ['RoleName', 'PolicyName', 'PolicyDocument'],
  ...on(roleKind),
  run: (input, context) => putInline(roleKind, input.RoleName, input, context),
});
