import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { userDetail } from './shapes.ts';

/** Tells about a user, by default about the caller. */
export const GetUser = operation<GetUserRequest, GetUserResponse>({
  accepts: ['UserName'],
  ...on(userKind),
  run: ({ UserName }, context) => ({ User: userDetail(userOrCaller(UserName, context)) }),
});
