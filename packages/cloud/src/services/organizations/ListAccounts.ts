import type { ListAccountsRequest, ListAccountsResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { targetsOf } from './organization.ts';
import { pageOf } from './pages.ts';
import { accountShape } from './shapes.ts';

/** Lists the management account and this one. */
export const ListAccounts = operation<ListAccountsRequest, ListAccountsResponse>({
  accepts: ['NextToken', 'MaxResults'],
  resource: () => '*',
  run: (input, context) => {
    const accounts = targetsOf(context).filter(({ type }) => type === 'ACCOUNT');
    const { items, more } = pageOf(accounts, input);
    return { Accounts: items.map((account) => accountShape(account, context)), ...more };
  },
});
