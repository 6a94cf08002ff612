import type {
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { listAttached } from './attachments.ts';
import { named, on, userKind } from './holders.ts';

/** Lists the managed policies attached to a user. */
export const ListAttachedUserPolicies = operation<
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse
>({
  accepts: ['UserName', 'PathPrefix', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => listAttached(named(userKind, input.UserName, context), input, context),
});
