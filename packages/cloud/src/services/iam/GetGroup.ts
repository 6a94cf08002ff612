import type { GetGroupRequest, GetGroupResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { groupKind, named, on } from './holders.ts';
import { membersOf } from './membership.ts';
import { pageOf } from './pages.ts';
import { groupShape, userShape } from './shapes.ts';

/** Tells about a group and its members. */
export const GetGroup = operation<GetGroupRequest, GetGroupResponse>({
  accepts: ['GroupName', 'Marker', 'MaxItems'],
  ...on(groupKind),
  run: (input, context) => {
    const group = named(groupKind, input.GroupName, context);
    const members = membersOf(group, context);
    const { items, more } = pageOf(members, ({ name }) => name.toLowerCase(), input);
    return { Group: groupShape(group), Users: items.map(userShape), ...more };
  },
});
