import type {
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { listAttached } from './attachments.ts';
import { named, on, roleKind } from './holders.ts';

/** Lists the managed policies attached to a role. */
export const ListAttachedRolePolicies = operation<
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
>({
  accepts: ['RoleName', 'PathPrefix', 'Marker', 'MaxItems'],
  ...on(roleKind),
  run: (input, context) => listAttached(named(roleKind, input.RoleName, context), input, context),
});
