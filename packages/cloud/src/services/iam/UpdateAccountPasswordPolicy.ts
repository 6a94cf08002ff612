import type { UpdateAccountPasswordPolicyRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { passwordPolicies } from './state.ts';

/** Sets what the account asks of passwords; what is not said goes back to its default. */
export const UpdateAccountPasswordPolicy = operation<UpdateAccountPasswordPolicyRequest, object>({
  accepts: [
    'MinimumPasswordLength',
    'RequireSymbols',
    'RequireNumbers',
    'RequireUppercaseCharacters',
    'RequireLowercaseCharacters',
    'AllowUsersToChangePassword',
    'MaxPasswordAge',
    'PasswordReusePrevention',
    'HardExpiry',
  ],
  resource: () => '*',
  run: (input, context) => {
    const { MaxPasswordAge, PasswordReusePrevention, HardExpiry } = input;
    context.globalTable(passwordPolicies).put({
      MinimumPasswordLength: input.MinimumPasswordLength ?? 6,
      RequireSymbols: input.RequireSymbols ?? false,
      RequireNumbers: input.RequireNumbers ?? false,
      RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
      RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
      AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
      ...(MaxPasswordAge ? { MaxPasswordAge } : undefined),
      ...(PasswordReusePrevention ? { PasswordReusePrevention } : undefined),
      ...(HardExpiry === undefined ? undefined : { HardExpiry }),
    });
    return {};
  },
});
