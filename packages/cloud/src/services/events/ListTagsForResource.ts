import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { onResource } from './access.ts';
import { taggedTags } from './tagged.ts';
import { tagList } from './tags.ts';

export const ListTagsForResource = operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
>({
  accepts: ['ResourceARN'],
  ...onResource,
  run: ({ ResourceARN }, context) => ({ Tags: tagList(taggedTags(ResourceARN!, context)) }),
});
