import type { DeleteUserRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { deleteConflict, refuseDeletion } from './deletion.ts';
import { named, on, userKind } from './holders.ts';
import { credentialLeft } from './userCredentials.ts';

/** Deletes a user that has neither policies nor groups nor credentials any more. */
export const DeleteUser = operation<DeleteUserRequest, object>({
  accepts: ['UserName'],
  ...on(userKind),
  run: ({ UserName }, context) => {
    const user = named(userKind, UserName, context);
    refuseDeletion(user);
    if (user.groups.length > 0) throw deleteConflict('must remove users from group first.');
    const left = credentialLeft(user, context);
    if (left) throw deleteConflict(left);
    context.globalTable(userKind.table).delete(user.id);
    return {};
  },
});
