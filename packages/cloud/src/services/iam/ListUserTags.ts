import type { ListUserTagsRequest, ListUserTagsResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { pageOf } from './pages.ts';

/** Lists the tags of a user. */
export const ListUserTags = operation<ListUserTagsRequest, ListUserTagsResponse>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => {
    const { tags } = named(userKind, input.UserName, context);
    const { items, more } = pageOf(tags, ({ Key }) => Key, input);
    return { Tags: [...items], ...more };
  },
});
