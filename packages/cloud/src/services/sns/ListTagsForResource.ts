import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { findTopic } from './state.ts';
import { taggedTopic } from './tags.ts';
import { resourceTagKeys, tagAccess } from './topicAccess.ts';

export const ListTagsForResource = operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
>({
  accepts: ['ResourceArn'],
  ...tagAccess,
  conditionKeys: ({ ResourceArn }, context) =>
    resourceTagKeys(findTopic(context, ResourceArn)?.tags),
  run: ({ ResourceArn }, context) => {
    const { tags } = taggedTopic(context, ResourceArn);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
