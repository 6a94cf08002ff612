import type { UntagResourceRequest } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onResource, tagsOfArn } from './access.ts';
import { putTags, taggedTags } from './tagged.ts';
import { resourceTagKeys } from './tags.ts';

export const UntagResource = operation<UntagResourceRequest, object>({
  accepts: ['ResourceARN', 'TagKeys'],
  ...onResource,
  conditionKeys: ({ ResourceARN, TagKeys = [] }, context) => ({
    'aws:tagkeys': TagKeys,
    ...resourceTagKeys(tagsOfArn(ResourceARN, context)),
  }),
  run({ ResourceARN, TagKeys = [] }, context) {
    const kept = Object.entries(taggedTags(ResourceARN!, context)).filter(
      ([name]) => !TagKeys.includes(name),
    );
    putTags(ResourceARN!, Object.fromEntries(kept), context);
    return {};
  },
});
