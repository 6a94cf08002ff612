import type { CreateLoginProfileRequest, CreateLoginProfileResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { newHashes } from './passwords.ts';
import { loginProfileShape } from './shapes.ts';
import { loginProfiles } from './state.ts';

/** Gives a user a password. There is no console to sign in to; it is there to be found. */
export const CreateLoginProfile = operation<CreateLoginProfileRequest, CreateLoginProfileResponse>({
  accepts: ['UserName', 'Password', 'PasswordResetRequired'],
  ...on(userKind),
  run: ({ UserName, Password = '', PasswordResetRequired = false }, context) => {
    const user = userOrCaller(UserName, context);
    const profiles = context.globalTable(loginProfiles);
    if (profiles.has(user.id)) {
      const message = `Login Profile for user ${user.name} already exists.`;
      throw new AwsError('EntityAlreadyExistsException', message);
    }
    const profile = profiles.put({
      userId: user.id,
      createMs: context.nowMs,
      changeMs: context.nowMs,
      resetRequired: PasswordResetRequired,
      hashes: newHashes(Password, { user, former: [] }, context),
    });
    return { LoginProfile: loginProfileShape(user, profile) };
  },
});
