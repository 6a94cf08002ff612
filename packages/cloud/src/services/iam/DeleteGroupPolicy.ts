import type { DeleteGroupPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, on } from './holders.ts';
import { deleteInline } from './inlinePolicies.ts';

/** Deletes an inline policy of a group. */
export const DeleteGroupPolicy = operation<DeleteGroupPolicyRequest, object>({
  accepts: ['GroupName', 'PolicyName'],
  ...on(groupKind),
  run: ({ GroupName, PolicyName }, context) =>
    deleteInline(groupKind, GroupName, PolicyName, context),
});
