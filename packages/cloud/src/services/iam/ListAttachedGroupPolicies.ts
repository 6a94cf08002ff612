import type {
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { listAttached } from './attachments.ts';
import { groupKind, named, on } from './holders.ts';

/** Lists the managed policies attached to a group. */
export const ListAttachedGroupPolicies = operation<
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse
>({
  accepts: ['GroupName', 'PathPrefix', 'Marker', 'MaxItems'],
  ...on(groupKind),
  run: (input, context) => listAttached(named(groupKind, input.GroupName, context), input, context),
});
