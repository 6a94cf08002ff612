import type { ListPolicyTagsRequest, ListPolicyTagsResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, policyOf } from './managed.ts';
import { pageOf } from './pages.ts';

/** Lists the tags of a managed policy. */
export const ListPolicyTags = operation<ListPolicyTagsRequest, ListPolicyTagsResponse>({
  accepts: ['PolicyArn', 'Marker', 'MaxItems'],
  ...onPolicy,
  run: (input, context) => {
    const { tags } = policyOf(input.PolicyArn, context);
    const { items, more } = pageOf(tags, ({ Key }) => Key, input);
    return { Tags: [...items], ...more };
  },
});
