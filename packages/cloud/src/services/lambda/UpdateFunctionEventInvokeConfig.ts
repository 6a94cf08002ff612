import type {
  FunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { invokeConfigMembers, invokeConfigOf, putInvokeConfig } from './invokeConfigRules.ts';
import { onFunction } from './onFunction.ts';

/** Changes what the call names. */
export const UpdateFunctionEventInvokeConfig = onFunction<
  UpdateFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
>({
  accepts: [...invokeConfigMembers],
  eventName: 'UpdateFunctionEventInvokeConfig20190925',
  run: (input, context, found) =>
    putInvokeConfig(input, found, invokeConfigOf(found, context), context),
});
