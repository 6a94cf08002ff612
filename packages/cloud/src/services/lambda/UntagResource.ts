import type { UntagResourceRequest } from '@aws-sdk/client-lambda';
import { operation } from '../../kernel/operation.ts';
import { functions } from './state.ts';
import { accessToTags, taggedFunction } from './tags.ts';

export const UntagResource = operation<UntagResourceRequest, object>({
  accepts: ['Resource', 'TagKeys'],
  ...accessToTags,
  conditionKeys: (input, context) => ({
    ...accessToTags.conditionKeys(input, context),
    'aws:tagkeys': input.TagKeys ?? [],
  }),
  record: { eventName: 'UntagResource20170331v2' },
  run: (input, context) => {
    const fn = taggedFunction(input, context);
    const gone = new Set(input.TagKeys);
    const tags = Object.fromEntries(Object.entries(fn.tags).filter(([key]) => !gone.has(key)));
    context.table(functions).put({ ...fn, tags });
    return {};
  },
});
