import type { ListGroupsRequest, ListGroupsResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, onAll } from './holders.ts';
import { pageOf } from './pages.ts';
import { groupShape } from './shapes.ts';

/** Lists groups by name, those below a path. */
export const ListGroups = operation<ListGroupsRequest, ListGroupsResponse>({
  accepts: ['PathPrefix', 'Marker', 'MaxItems'],
  ...onAll(groupKind),
  run: (input, context) => {
    const { PathPrefix = '/' } = input;
    const below = [...context.globalTable(groupKind.table).values()].filter(({ path }) =>
      path.startsWith(PathPrefix),
    );
    const { items, more } = pageOf(below, ({ name }) => name.toLowerCase(), input);
    return { Groups: items.map(groupShape), ...more };
  },
});
