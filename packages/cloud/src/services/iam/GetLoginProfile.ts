import type { GetLoginProfileRequest, GetLoginProfileResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { loginProfileOf } from './passwords.ts';
import { loginProfileShape } from './shapes.ts';

/** Tells whether and since when a user has a password. */
export const GetLoginProfile = operation<GetLoginProfileRequest, GetLoginProfileResponse>({
  accepts: ['UserName'],
  ...on(userKind),
  run: ({ UserName }, context) => {
    const user = userOrCaller(UserName, context);
    return { LoginProfile: loginProfileShape(user, loginProfileOf(user, context)) };
  },
});
