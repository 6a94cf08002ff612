import type { PutGroupPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, on } from './holders.ts';
import { putInline } from './inlinePolicies.ts';

/** Adds an inline policy to a group, or replaces the one of that name. */
export const PutGroupPolicy = operation<PutGroupPolicyRequest, object>({
  accepts: ['GroupName', 'PolicyName', 'PolicyDocument'],
  ...on(groupKind),
  run: (input, context) => putInline(groupKind, input.GroupName, input, context),
});
