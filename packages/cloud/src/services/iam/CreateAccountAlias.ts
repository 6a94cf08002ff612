import type { CreateAccountAliasRequest } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { accountAliases } from './state.ts';

/** Gives the account an alias; the one that it had before goes. */
export const CreateAccountAlias = operation<CreateAccountAliasRequest, object>({
  accepts: ['AccountAlias'],
  resource: () => '*',
  run: ({ AccountAlias = '' }, context) => {
    context.globalTable(accountAliases).put({ alias: AccountAlias });
    return {};
  },
});
