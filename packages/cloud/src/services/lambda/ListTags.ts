import type { ListTagsRequest, ListTagsResponse } from '@aws-sdk/client-lambda';
import { operation } from '../../kernel/operation.ts';
import { accessToTags, taggedFunction } from './tags.ts';

export const ListTags = operation<ListTagsRequest, ListTagsResponse>({
  accepts: ['Resource'],
  ...accessToTags,
  record: { eventName: 'ListTags20170331' },
  run: (input, context) => ({ Tags: { ...taggedFunction(input, context).tags } }),
});
