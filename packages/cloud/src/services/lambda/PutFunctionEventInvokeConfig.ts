import type {
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { invokeConfigMembers, putInvokeConfig } from './invokeConfigRules.ts';
import { onFunction } from './onFunction.ts';

/** Says what becomes of the events of a function that wait; what it leaves out is AWS's default. */
export const PutFunctionEventInvokeConfig = onFunction<
  PutFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
>({
  accepts: [...invokeConfigMembers],
  eventName: 'PutFunctionEventInvokeConfig20190925',
  run: (input, context, found) => putInvokeConfig(input, found, undefined, context),
});
