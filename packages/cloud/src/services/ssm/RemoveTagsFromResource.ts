import type {
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult,
} from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { tagAccess, taggedOf } from './tagged.ts';

export const RemoveTagsFromResource = operation<
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult
>({
  accepts: ['ResourceType', 'ResourceId', 'TagKeys'],
  resource: tagAccess.resource,
  conditionKeys: (input, context) => ({
    'aws:tagkeys': input.TagKeys,
    ...tagAccess.keys(input, context),
  }),
  run: (input, context) => {
    const { tags, put } = taggedOf(input, context);
    put(tags.filter(({ Key }) => !input.TagKeys!.includes(Key)));
    return {};
  },
});
