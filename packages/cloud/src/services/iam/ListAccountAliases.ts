import type { ListAccountAliasesRequest, ListAccountAliasesResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { pageOf } from './pages.ts';
import { accountAliases } from './state.ts';

/** Tells the account's alias, if it has one. */
export const ListAccountAliases = operation<ListAccountAliasesRequest, ListAccountAliasesResponse>({
  accepts: ['Marker', 'MaxItems'],
  resource: () => '*',
  run: (input, context) => {
    const aliases = [...context.globalTable(accountAliases).values()].map(({ alias }) => alias);
    const { items, more } = pageOf(aliases, (alias) => alias, input);
    return { AccountAliases: [...items], ...more };
  },
});
