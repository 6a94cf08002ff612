import type { TagResourceRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onResource, tagsOfArn } from './access.ts';
import { putTags, taggedTags } from './tagged.ts';
import { requestTagKeys, resourceTagKeys, withTags } from './tags.ts';

export const TagResource = operation<TagResourceRequest, object>({
  accepts: ['ResourceARN', 'Tags'],
  ...onResource,
  conditionKeys: ({ ResourceARN, Tags }, context) => ({
    ...requestTagKeys(Tags),
    ...resourceTagKeys(tagsOfArn(ResourceARN, context)),
  }),
  run({ ResourceARN, Tags }, context) {
    putTags(ResourceARN!, withTags(taggedTags(ResourceARN!, context), Tags), context);
    return {};
  },
});
