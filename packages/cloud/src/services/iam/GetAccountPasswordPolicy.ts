import type { GetAccountPasswordPolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { passwordPolicyOf } from './passwordPolicy.ts';

/** Tells what the account asks of passwords, where it asks for anything of its own. */
export const GetAccountPasswordPolicy = operation<object, GetAccountPasswordPolicyResponse>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => {
    const policy = passwordPolicyOf(context);
    return { PasswordPolicy: { ...policy, ExpirePasswords: policy.MaxPasswordAge !== undefined } };
  },
});
