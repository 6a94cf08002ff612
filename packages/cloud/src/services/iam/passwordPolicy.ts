import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { type PasswordPolicy, passwordPolicies } from './state.ts';

/** The account's own password policy. */
export function passwordPolicyOf(context: Context): PasswordPolicy {
  const policy = context.globalTable(passwordPolicies).get('own');
  if (policy) return policy;
  throw new AwsError(
    'NoSuchEntityException',
    `The Password Policy with domain name ${context.accountId} cannot be found.`,
  );
}
