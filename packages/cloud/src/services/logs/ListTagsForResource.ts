import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOfArn, onTaggedResource } from './tags.ts';

export const ListTagsForResource = operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
>({
  accepts: ['resourceArn'],
  ...onTaggedResource,
  run: (input, context) => ({ tags: { ...groupOfArn(input, context).tags } }),
});
