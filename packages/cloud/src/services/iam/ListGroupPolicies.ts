import type { ListGroupPoliciesRequest, ListGroupPoliciesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, named, on } from './holders.ts';
import { listInline } from './inlinePolicies.ts';

/** Lists the names of the inline policies of a group. */
export const ListGroupPolicies = operation<ListGroupPoliciesRequest, ListGroupPoliciesResponse>({
  accepts: ['GroupName', 'Marker', 'MaxItems'],
  ...on(groupKind),
  run: (input, context) => listInline(named(groupKind, input.GroupName, context), input),
});
