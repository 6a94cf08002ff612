import type { DeleteFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import { onFunction } from './onFunction.ts';
import { functions } from './state.ts';

export const DeleteFunctionConcurrency = onFunction<DeleteFunctionConcurrencyRequest, object>({
  accepts: ['FunctionName'],
  eventName: 'DeleteFunctionConcurrency20171031',
  run: (_input, context, { fn }) => {
    const { reservedConcurrency: _share, ...rest } = fn;
    context.table(functions).put(rest);
    return {};
  },
});
