import type { UpdateUserRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { arnOf, find, moved, named, on, userKind } from './holders.ts';

/** Renames a user, or moves it to another path. Its unique id stays. */
export const UpdateUser = operation<UpdateUserRequest, object>({
  accepts: ['UserName', 'NewPath', 'NewUserName'],
  ...on(userKind),
  /** The caller must be allowed both what it was and what it becomes. */
  resource: (input, context) => {
    const now = on(userKind).resource(input, context);
    const found = find(userKind, input.UserName, context);
    const name = input.NewUserName ?? found?.name ?? input.UserName ?? '';
    return [now, arnOf(userKind, { name, path: input.NewPath ?? found?.path }, context)];
  },
  run: ({ UserName, NewPath, NewUserName }, context) => {
    const user = named(userKind, UserName, context);
    moved(userKind, user, { name: NewUserName, path: NewPath }, context);
    return {};
  },
});
