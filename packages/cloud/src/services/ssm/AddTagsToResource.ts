import type { AddTagsToResourceRequest, AddTagsToResourceResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { tagAccess, taggedOf } from './tagged.ts';
import { mergeTags, requestTagKeys } from './tags.ts';

export const AddTagsToResource = operation<AddTagsToResourceRequest, AddTagsToResourceResult>({
  accepts: ['ResourceType', 'ResourceId', 'Tags'],
  resource: tagAccess.resource,
  conditionKeys: (input, context) => ({
    ...requestTagKeys(input.Tags),
    ...tagAccess.keys(input, context),
  }),
  run: (input, context) => {
    const { tags, put } = taggedOf(input, context);
    put(mergeTags(tags, input.Tags));
    return {};
  },
});
