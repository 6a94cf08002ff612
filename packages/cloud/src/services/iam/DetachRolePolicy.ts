import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { detachPolicy } from './attachments.ts';
import { on, roleKind } from './holders.ts';

/** Detaches a managed policy from a role. */
export const DetachRolePolicy = operation<DetachRolePolicyRequest, object>({
  accepts: ['RoleName', 'PolicyArn'],
  ...on(roleKind),
  run: ({ RoleName, PolicyArn }, context) => detachPolicy(roleKind, RoleName, PolicyArn, context),
});
