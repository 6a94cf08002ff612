import type { UpdateLoginProfileRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { loginProfileOf, newHashes } from './passwords.ts';
import { loginProfiles } from './state.ts';

/** Gives a user another password, or asks for a new one at the next sign-in. */
export const UpdateLoginProfile = operation<UpdateLoginProfileRequest, object>({
  accepts: ['UserName', 'Password', 'PasswordResetRequired'],
  ...on(userKind),
  run: ({ UserName, Password, PasswordResetRequired }, context) => {
    const user = named(userKind, UserName, context);
    const profile = loginProfileOf(user, context);
    const changed =
      Password === undefined
        ? undefined
        : {
            hashes: newHashes(Password, { user, former: profile.hashes }, context),
            changeMs: context.nowMs,
          };
    const resetRequired = PasswordResetRequired ?? profile.resetRequired;
    context.globalTable(loginProfiles).put({ ...profile, ...changed, resetRequired });
    return {};
  },
});
