import type { DeleteUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, save, userKind } from './holders.ts';

/** Takes the permissions boundary off a user, so that its policies alone decide. */
export const DeleteUserPermissionsBoundary = operation<
  DeleteUserPermissionsBoundaryRequest,
  object
>({
  accepts: ['UserName'],
  ...on(userKind),
  run: ({ UserName }, context) => {
    const { boundary: _deleted, ...user } = named(userKind, UserName, context);
    save(userKind, user, context);
    return {};
  },
});
