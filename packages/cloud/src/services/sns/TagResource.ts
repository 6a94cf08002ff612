import type { TagResourceRequest } from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { findTopic, topicsTable } from './state.ts';
import { taggedTopic, withTags } from './tags.ts';
import { requestTagKeys, resourceTagKeys, tagAccess } from './topicAccess.ts';

export const TagResource = operation<TagResourceRequest, object>({
  accepts: ['ResourceArn', 'Tags'],
  ...tagAccess,
  conditionKeys: ({ ResourceArn, Tags }, context) => ({
    ...resourceTagKeys(findTopic(context, ResourceArn)?.tags),
    ...requestTagKeys(Tags),
  }),
  run: ({ ResourceArn, Tags }, context) => {
    const topic = taggedTopic(context, ResourceArn);
    context.table(topicsTable).put({ ...topic, tags: withTags(topic.tags, Tags) });
    return {};
  },
});
