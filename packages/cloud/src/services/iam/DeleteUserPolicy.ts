import type { DeleteUserPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { deleteInline } from './inlinePolicies.ts';

/** Deletes an inline policy of a user. */
export const DeleteUserPolicy = operation<DeleteUserPolicyRequest, object>({
  accepts: ['UserName', 'PolicyName'],
  ...on(userKind),
  run: ({ UserName, PolicyName }, context) => deleteInline(userKind, UserName, PolicyName, context),
});
