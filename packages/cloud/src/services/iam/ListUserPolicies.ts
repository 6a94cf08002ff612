import type { ListUserPoliciesRequest, ListUserPoliciesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { listInline } from './inlinePolicies.ts';

/** Lists the names of the inline policies of a user. */
export const ListUserPolicies = operation<ListUserPoliciesRequest, ListUserPoliciesResponse>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => listInline(named(userKind, input.UserName, context), input),
});
