import type { ListRootsRequest, ListRootsResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { organizationOf, targetOf } from './organization.ts';
import { pageOf } from './pages.ts';
import { rootShape } from './shapes.ts';

/** Tells the root of the organization. */
export const ListRoots = operation<ListRootsRequest, ListRootsResponse>({
  accepts: ['NextToken', 'MaxResults'],
  resource: () => '*',
  run: (input, context) => {
    const organization = organizationOf(context);
    const root = rootShape(targetOf(organization.rootId, context), organization);
    const { items, more } = pageOf([root], input);
    return { Roots: items, ...more };
  },
});
