import type { ListRoleTagsRequest, ListRoleTagsResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, roleKind } from './holders.ts';
import { pageOf } from './pages.ts';

/** Lists the tags of a role. */
export const ListRoleTags = operation<ListRoleTagsRequest, ListRoleTagsResponse>({
  accepts: ['RoleName', 'Marker', 'MaxItems'],
  ...on(roleKind),
  run: (input, context) => {
    const { tags } = named(roleKind, input.RoleName, context);
    const { items, more } = pageOf(tags, ({ Key }) => Key, input);
    return { Tags: [...items], ...more };
  },
});
