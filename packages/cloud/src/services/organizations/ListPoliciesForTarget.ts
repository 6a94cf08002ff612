import type {
  ListPoliciesForTargetRequest,
  ListPoliciesForTargetResponse,
} from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { targetArn } from './authority.ts';
import { policyOf, targetOf } from './organization.ts';
import { pageOf } from './pages.ts';
import { onlyServiceControl } from './policyContent.ts';
import { policySummary } from './shapes.ts';
import { attachments } from './state.ts';

/** Lists what is attached to the root or an account itself, not what it inherits. */
export const ListPoliciesForTarget = operation<
  ListPoliciesForTargetRequest,
  ListPoliciesForTargetResponse
>({
  accepts: ['TargetId', 'Filter', 'NextToken', 'MaxResults'],
  resource: ({ TargetId = '*' }, context) => targetArn(TargetId, context),
  conditionKeys: ({ Filter }) => ({ 'organizations:policytype': Filter }),
  run: (input, context) => {
    onlyServiceControl(input.Filter, 'ListPoliciesForTarget');
    const { id } = targetOf(input.TargetId, context);
    const attached = context.globalTable(attachments).find('target', id);
    const { items, more } = pageOf(attached, input);
    return {
      Policies: items.map(({ policyId }) => policySummary(policyOf(policyId, context), context)),
      ...more,
    };
  },
});
