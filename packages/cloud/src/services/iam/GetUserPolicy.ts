import type { GetUserPolicyRequest, GetUserPolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind } from './holders.ts';
import { getInline } from './inlinePolicies.ts';

/** Gives the document of an inline policy of a user, percent-encoded. */
export const GetUserPolicy = operation<GetUserPolicyRequest, GetUserPolicyResponse>({
  accepts: ['UserName', 'PolicyName'],
  ...on(userKind),
  run: ({ UserName, PolicyName }, context) => {
    const { name, ...policy } = getInline(userKind, UserName, PolicyName, context);
    return { UserName: name, ...policy };
  },
});
