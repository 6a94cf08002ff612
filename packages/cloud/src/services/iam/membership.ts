import type { Context } from '../../kernel/context.ts';
import { type Group, groups, type User, users } from './state.ts';

/** A user knows its groups, since each request asks; who is in a group is asked rarely. */
export function membersOf({ id }: Group, context: Context): User[] {
  return [...context.globalTable(users).values()].filter((user) => user.groups.includes(id));
}

export function groupsOf(user: User, context: Context): Group[] {
  const table = context.globalTable(groups);
  return user.groups.map((id) => table.get(id)!);
}
