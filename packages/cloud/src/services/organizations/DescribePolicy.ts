import type { DescribePolicyRequest, DescribePolicyResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { onPolicy } from './authority.ts';
import { policyOf } from './organization.ts';
import { policyShape } from './shapes.ts';

/** Tells about a policy and its text. */
export const DescribePolicy = operation<DescribePolicyRequest, DescribePolicyResponse>({
  accepts: ['PolicyId'],
  ...onPolicy,
  run: ({ PolicyId }, context) => ({ Policy: policyShape(policyOf(PolicyId, context), context) }),
});
