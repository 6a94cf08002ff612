import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda';
import { operation } from '../../kernel/operation.ts';
import { describe } from './describe.ts';
import { pageOf } from './paging.ts';
import { latest, qualified, versions } from './state.ts';

/** All functions, or with FunctionVersion ALL all their versions. */
export const ListFunctions = operation<ListFunctionsRequest, ListFunctionsResponse>({
  accepts: ['FunctionVersion', 'Marker', 'MaxItems'],
  resource: () => '*',
  record: { eventName: 'ListFunctions20150331' },
  run: (input, context) => {
    const all = [...context.table(versions).values()].filter(
      ({ version }) => input.FunctionVersion === 'ALL' || version === latest,
    );
    const key = (one: (typeof all)[0]) => qualified(one.functionName, one.version);
    const { page, more } = pageOf(all, key, input);
    const named = (version: string) => (input.FunctionVersion === 'ALL' ? version : undefined);
    return {
      Functions: page.map((version) => describe(version, context, named(version.version))),
      ...more,
    };
  },
});
