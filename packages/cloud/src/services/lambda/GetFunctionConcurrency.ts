import type {
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
} from '@aws-sdk/client-lambda';
import { onFunction } from './onFunction.ts';

export const GetFunctionConcurrency = onFunction<
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse
>({
  accepts: ['FunctionName'],
  eventName: 'GetFunctionConcurrency20190930',
  run: (_input, _context, { fn }) =>
    fn.reservedConcurrency === undefined
      ? {}
      : { ReservedConcurrentExecutions: fn.reservedConcurrency },
});
