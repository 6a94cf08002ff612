import type { GetFunctionRequest, GetFunctionResponse } from '@aws-sdk/client-lambda';
import { describe } from './describe.ts';
import { onFunction } from './onFunction.ts';

/** A function and its tags. The code's Location is left out: nothing serves the zip. */
export const GetFunction = onFunction<GetFunctionRequest, GetFunctionResponse>({
  accepts: ['FunctionName', 'Qualifier'],
  eventName: 'GetFunction20150331v2',
  run: (_input, context, { fn, version, qualifier }) => ({
    Configuration: describe(version, context, qualifier),
    Code: { RepositoryType: 'S3' },
    ...(Object.keys(fn.tags).length > 0 ? { Tags: { ...fn.tags } } : undefined),
    ...(fn.reservedConcurrency === undefined
      ? undefined
      : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  }),
});
