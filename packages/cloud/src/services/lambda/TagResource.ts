import type { TagResourceRequest } from '@aws-sdk/client-lambda';
import { operation } from '../../kernel/operation.ts';
import { tagKeys } from './onFunction.ts';
import { functions } from './state.ts';
import { accessToTags, checkTags, taggedFunction } from './tags.ts';

export const TagResource = operation<TagResourceRequest, object>({
  accepts: ['Resource', 'Tags'],
  ...accessToTags,
  conditionKeys: (input, context) => ({
    ...accessToTags.conditionKeys(input, context),
    ...tagKeys(input.Tags ?? {}, 'aws:requesttag/'),
    'aws:tagkeys': Object.keys(input.Tags ?? {}),
  }),
  record: { eventName: 'TagResource20170331v2' },
  run: (input, context) => {
    const fn = taggedFunction(input, context);
    const tags = { ...fn.tags, ...input.Tags };
    checkTags(tags);
    context.table(functions).put({ ...fn, tags });
    return {};
  },
});
