import type { AttachGroupPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { attachPolicy } from './attachments.ts';
import { groupKind, on } from './holders.ts';

/** Attaches a managed policy to a group. */
export const AttachGroupPolicy = operation<AttachGroupPolicyRequest, object>({
  accepts: ['GroupName', 'PolicyArn'],
  ...on(groupKind),
  run: ({ GroupName, PolicyArn }, context) =>
    attachPolicy(groupKind, GroupName, PolicyArn, context),
});
