import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, policyOf } from './managed.ts';
import { policyUses } from './policyUses.ts';
import { policyDetail } from './shapes.ts';

/** Tells about a managed policy; its document is told by GetPolicyVersion. */
export const GetPolicy = operation<GetPolicyRequest, GetPolicyResponse>({
  accepts: ['PolicyArn'],
  ...onPolicy,
  run: ({ PolicyArn }, context) => {
    const policy = policyOf(PolicyArn, context);
    return { Policy: policyDetail(policy, policyUses(context)(policy.arn)) };
  },
});
