import type { ChangePasswordRequest } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { named, on, userKind } from './holders.ts';
import { isPassword, loginProfileOf, newHashes } from './passwords.ts';
import { loginProfiles, passwordPolicies } from './state.ts';

/** Changes the caller's own password. */
export const ChangePassword = operation<ChangePasswordRequest, object>({
  accepts: ['OldPassword', 'NewPassword'],
  ...on(userKind),
  /** The account's password policy can give this to all users, without any policy of theirs. */
  action: (_input, context) =>
    context.globalTable(passwordPolicies).get('own')?.AllowUsersToChangePassword
      ? []
      : 'iam:ChangePassword',
  run: ({ OldPassword = '', NewPassword = '' }, context) => {
    const { principal } = context.caller.identity;
    if (principal.kind !== 'user') {
      throw new AwsError(
        'InvalidUserTypeException',
        'Only IAM Users can change their own password.',
      );
    }
    const user = named(userKind, principal.userName, context);
    const profile = loginProfileOf(user, context);
    if (!isPassword(OldPassword, profile.hashes[0]!)) {
      throw new AwsError('AccessDenied', 'The old password was incorrect.', { statusCode: 403 });
    }
    context.globalTable(loginProfiles).put({
      ...profile,
      hashes: newHashes(NewPassword, { user, former: profile.hashes }, context),
      changeMs: context.nowMs,
      resetRequired: false,
    });
    return {};
  },
});
