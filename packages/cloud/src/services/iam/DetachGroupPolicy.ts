import type { DetachGroupPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { detachPolicy } from './attachments.ts';
import { groupKind, on } from './holders.ts';

/** Detaches a managed policy from a group. */
export const DetachGroupPolicy = operation<DetachGroupPolicyRequest, object>({
  accepts: ['GroupName', 'PolicyArn'],
  ...on(groupKind),
  run: ({ GroupName, PolicyArn }, context) =>
    detachPolicy(groupKind, GroupName, PolicyArn, context),
});
