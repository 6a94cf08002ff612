import type { ListAliasesRequest, ListAliasesResponse } from '@aws-sdk/client-lambda';
import { describeAlias } from './describe.ts';
import { onFunction } from './onFunction.ts';
import { pageOf } from './paging.ts';
import { aliases } from './state.ts';

export const ListAliases = onFunction<ListAliasesRequest, ListAliasesResponse>({
  accepts: ['FunctionName', 'FunctionVersion', 'Marker', 'MaxItems'],
  eventName: 'ListAliases20150331',
  run: (input, context, { fn }) => {
    const all = context
      .table(aliases)
      .find('function', fn.name)
      .filter(({ version }) => version === (input.FunctionVersion ?? version));
    const { page, more } = pageOf(all, ({ name }) => name, input);
    return { Aliases: page.map((alias) => describeAlias(alias, context)), ...more };
  },
});
