import type { ListUsersRequest, ListUsersResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onAll, userKind } from './holders.ts';
import { pageOf } from './pages.ts';
import { userShape } from './shapes.ts';

/** Lists users by name, those below a path. */
export const ListUsers = operation<ListUsersRequest, ListUsersResponse>({
  accepts: ['PathPrefix', 'Marker', 'MaxItems'],
  ...onAll(userKind),
  run: (input, context) => {
    const { PathPrefix = '/' } = input;
    const below = [...context.globalTable(userKind.table).values()].filter(({ path }) =>
      path.startsWith(PathPrefix),
    );
    const { items, more } = pageOf(below, ({ name }) => name.toLowerCase(), input);
    return { Users: items.map(userShape), ...more };
  },
});
