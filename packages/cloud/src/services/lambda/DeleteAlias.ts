import type { DeleteAliasRequest } from '@aws-sdk/client-lambda';
import { onFunction } from './onFunction.ts';
import { aliases, qualified } from './state.ts';

/** Deletes an alias; one that is not there is no error. */
export const DeleteAlias = onFunction<DeleteAliasRequest, object>({
  accepts: ['FunctionName', 'Name'],
  eventName: 'DeleteAlias20150331',
  run: (input, context, { fn }) => {
    context.table(aliases).delete(qualified(fn.name, input.Name!));
    return {};
  },
});
