import type { UntagResourceRequest } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { findTopic, topicsTable } from './state.ts';
import { taggedTopic } from './tags.ts';
import { resourceTagKeys, tagAccess } from './topicAccess.ts';

export const UntagResource = operation<UntagResourceRequest, object>({
  accepts: ['ResourceArn', 'TagKeys'],
  ...tagAccess,
  conditionKeys: ({ ResourceArn, TagKeys }, context) => ({
    ...resourceTagKeys(findTopic(context, ResourceArn)?.tags),
    'aws:tagkeys': TagKeys,
  }),
  run: ({ ResourceArn, TagKeys = [] }, context) => {
    const topic = taggedTopic(context, ResourceArn);
    const kept = Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key));
    context.table(topicsTable).put({ ...topic, tags: Object.fromEntries(kept) });
    return {};
  },
});
