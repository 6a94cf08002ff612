import type { DeleteLoginProfileRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { loginProfileOf } from './passwords.ts';
import { loginProfiles } from './state.ts';

/** Takes a user's password away. Its access keys go on. */
export const DeleteLoginProfile = operation<DeleteLoginProfileRequest, object>({
  accepts: ['UserName'],
  ...on(userKind),
  run: ({ UserName }, context) => {
    const { userId } = loginProfileOf(userOrCaller(UserName, context), context);
    context.globalTable(loginProfiles).delete(userId);
    return {};
  },
});
