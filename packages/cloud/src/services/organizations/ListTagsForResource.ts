import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { onTagged } from './authority.ts';
import { policyOf } from './organization.ts';

/** Tells the tags of a policy. */
export const ListTagsForResource = operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
>({
  accepts: ['ResourceId'],
  ...onTagged,
  run: ({ ResourceId }, context) => {
    const { tags } = policyOf(ResourceId, context);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
