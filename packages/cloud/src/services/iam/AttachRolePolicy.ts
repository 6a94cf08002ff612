import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { attachPolicy } from './attachments.ts';
import { on, roleKind } from './holders.ts';

/** Attaches a managed policy to a role. */
export const AttachRolePolicy = operation<AttachRolePolicyRequest, object>({
  accepts: ['RoleName', 'PolicyArn'],
  ...on(roleKind),
  run: ({ RoleName, PolicyArn }, context) => attachPolicy(roleKind, RoleName, PolicyArn, context),
});
