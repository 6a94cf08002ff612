import type { Concurrency, PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import { onFunction, requireWhole } from './onFunction.ts';
import { invalid } from './problems.ts';
import { concurrencyMax, unreservedMin } from './quotas.ts';
import { functions } from './state.ts';

/** How many events of the function may be handled at once; 0 stops it. */
export const PutFunctionConcurrency = onFunction<PutFunctionConcurrencyRequest, Concurrency>({
  accepts: ['FunctionName', 'ReservedConcurrentExecutions'],
  eventName: 'PutFunctionConcurrency20171031',
  run: (input, context, found) => {
    requireWhole(found);
    const { fn } = found;
    const asked = input.ReservedConcurrentExecutions!;
    const others = [...context.table(functions).values()].filter(({ name }) => name !== fn.name);
    const reserved = others.reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), asked);
    if (reserved > concurrencyMax - unreservedMin) {
      throw invalid(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${unreservedMin}].`,
      );
    }
    context.table(functions).put({ ...fn, reservedConcurrency: asked });
    return { ReservedConcurrentExecutions: asked };
  },
});
