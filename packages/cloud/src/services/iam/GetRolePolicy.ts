import type { GetRolePolicyRequest, GetRolePolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, roleKind } from './holders.ts';
import { getInline } from './inlinePolicies.ts';

/** Gives the document of an inline policy of a role, percent-encoded. */
export const GetRolePolicy = operation<GetRolePolicyRequest, GetRolePolicyResponse>({
  accepts: ['RoleName', 'PolicyName'],
  ...on(roleKind),
  run: ({ RoleName, PolicyName }, context) => {
    const { name, ...policy } = getInline(roleKind, RoleName, PolicyName, context);
    return { RoleName: name, ...policy };
  },
});
