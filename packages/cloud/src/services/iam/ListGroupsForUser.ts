import type { ListGroupsForUserRequest, ListGroupsForUserResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { groupsOf } from './membership.ts';
import { pageOf } from './pages.ts';
import { groupShape } from './shapes.ts';

/** Lists the groups that a user is in. */
export const ListGroupsForUser = operation<ListGroupsForUserRequest, ListGroupsForUserResponse>({
  accepts: ['UserName', 'Marker', 'MaxItems'],
  ...on(userKind),
  run: (input, context) => {
    const groups = groupsOf(named(userKind, input.UserName, context), context);
    const { items, more } = pageOf(groups, ({ name }) => name.toLowerCase(), input);
    return { Groups: items.map(groupShape), ...more };
  },
});
