import type {
  ListTargetsForPolicyRequest,
  ListTargetsForPolicyResponse,
} from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { onPolicy } from './authority.ts';
import { policyOf, targetOf } from './organization.ts';
import { pageOf } from './pages.ts';
import { attachments } from './state.ts';

/** Lists the roots and accounts to which a policy is attached. */
export const ListTargetsForPolicy = operation<
  ListTargetsForPolicyRequest,
  ListTargetsForPolicyResponse
>({
  accepts: ['PolicyId', 'NextToken', 'MaxResults'],
  ...onPolicy,
  run: (input, context) => {
    const { id } = policyOf(input.PolicyId, context);
    const { items, more } = pageOf(context.globalTable(attachments).find('policy', id), input);
    const Targets = items.map(({ targetId }) => {
      const { arn, name, type } = targetOf(targetId, context);
      return { TargetId: targetId, Arn: arn, Name: name, Type: type };
    });
    return { Targets, ...more };
  },
});
