import type { PutUserPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { putInline } from './inlinePolicies.ts';

/** Adds an inline policy to a user, or replaces the one of that name. */
export const PutUserPolicy = operation<PutUserPolicyRequest, object>({
  accepts: ['UserName', 'PolicyName', 'PolicyDocument'],
  ...on(userKind),
  run: (input, context) => putInline(userKind, input.UserName, input, context),
});
