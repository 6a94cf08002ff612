import type { DeleteFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';
import { invokeConfigOf } from './invokeConfigRules.ts';
import { onFunction } from './onFunction.ts';
import { invokeConfigs, qualified } from './state.ts';

export const DeleteFunctionEventInvokeConfig = onFunction<
  DeleteFunctionEventInvokeConfigRequest,
  object
>({
  accepts: ['FunctionName', 'Qualifier'],
  eventName: 'DeleteFunctionEventInvokeConfig20190925',
  run: (_input, context, found) => {
    const { functionName, qualifier } = invokeConfigOf(found, context);
    context.table(invokeConfigs).delete(qualified(functionName, qualifier));
    return {};
  },
});
