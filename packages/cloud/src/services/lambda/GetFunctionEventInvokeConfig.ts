import type {
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { describeInvokeConfig, invokeConfigOf } from './invokeConfigRules.ts';
import { onFunction } from './onFunction.ts';

export const GetFunctionEventInvokeConfig = onFunction<
  GetFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
>({
  accepts: ['FunctionName', 'Qualifier'],
  eventName: 'GetFunctionEventInvokeConfig20190925',
  run: (_input, context, found) => describeInvokeConfig(invokeConfigOf(found, context), context),
});
