import type { GetGroupPolicyRequest, GetGroupPolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, on } from './holders.ts';
import { getInline } from './inlinePolicies.ts';

/** Gives the document of an inline policy of a group, percent-encoded. */
export const GetGroupPolicy = operation<GetGroupPolicyRequest, GetGroupPolicyResponse>({
  accepts: ['GroupName', 'PolicyName'],
  ...on(groupKind),
  run: ({ GroupName, PolicyName }, context) => {
    const { name, ...policy } = getInline(groupKind, GroupName, PolicyName, context);
    return { GroupName: name, ...policy };
  },
});
