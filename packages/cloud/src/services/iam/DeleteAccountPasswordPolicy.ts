import { operation } from '../../kernel/operation.ts';
import { passwordPolicyOf } from './passwordPolicy.ts';
import { passwordPolicies } from './state.ts';

/** Goes back to what AWS itself asks of passwords. */
export const DeleteAccountPasswordPolicy = operation<object, object>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => {
    passwordPolicyOf(context);
    context.globalTable(passwordPolicies).delete('own');
    return {};
  },
});
