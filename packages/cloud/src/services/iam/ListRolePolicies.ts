import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind } from './holders.ts';
import { listInline } from './inlinePolicies.ts';

/** Lists the names of the inline policies of a role. */
export const ListRolePolicies = operation<ListRolePoliciesRequest, ListRolePoliciesResponse>({
  accepts: ['RoleName', 'Marker', 'MaxItems'],
  ...on(roleKind),
  run: (input, context) => listInline(named(roleKind, input.RoleName, context), input),
});
