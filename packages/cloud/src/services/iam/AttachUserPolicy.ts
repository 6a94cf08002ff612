import type { AttachUserPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { attachPolicy } from './attachments.ts';
import { on, userKind } from './holders.ts';

/** Attaches a managed policy to a user. */
export const AttachUserPolicy = operation<AttachUserPolicyRequest, object>({
  accepts: ['UserName', 'PolicyArn'],
  ...on(userKind),
  run: ({ UserName, PolicyArn }, context) => attachPolicy(userKind, UserName, PolicyArn, context),
});
