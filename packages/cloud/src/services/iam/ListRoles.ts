import type { ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onAll, roleKind } from './holders.ts';
import { pageOf } from './pages.ts';
import { roleShape } from './shapes.ts';

/** Lists roles by name, those below a path. */
export const ListRoles = operation<ListRolesRequest, ListRolesResponse>({
  accepts: ['PathPrefix', 'Marker', 'MaxItems'],
  ...onAll(roleKind),
  run: (input, context) => {
    const { PathPrefix = '/' } = input;
    const below = [...context.globalTable(roleKind.table).values()].filter(({ path }) =>
      path.startsWith(PathPrefix),
    );
    const { items, more } = pageOf(below, ({ name }) => name.toLowerCase(), input);
    return { Roles: items.map(roleShape), ...more };
  },
});
