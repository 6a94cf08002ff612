import type { ListTagsForResourceRequest, ListTagsForResourceResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { tagAccess, taggedOf } from './tagged.ts';

export const ListTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResult>(
  {
    accepts: ['ResourceType', 'ResourceId'],
    resource: tagAccess.resource,
    conditionKeys: tagAccess.keys,
    run: (input, context) => ({ TagList: [...taggedOf(input, context).tags] }),
  },
);
