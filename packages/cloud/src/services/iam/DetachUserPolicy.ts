import type { DetachUserPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { detachPolicy } from './attachments.ts';
import { on, userKind } from './holders.ts';

/** Detaches a managed policy from a user. */
export const DetachUserPolicy = operation<DetachUserPolicyRequest, object>({
  accepts: ['UserName', 'PolicyArn'],
  ...on(userKind),
  run: ({ UserName, PolicyArn }, context) => detachPolicy(userKind, UserName, PolicyArn, context),
});
