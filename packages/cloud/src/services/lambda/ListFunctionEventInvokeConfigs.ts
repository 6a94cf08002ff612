import type {
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
} from '@aws-sdk/client-lambda';
import { describeInvokeConfig } from './invokeConfigRules.ts';
import { onFunction } from './onFunction.ts';
import { pageOf } from './paging.ts';
import { invokeConfigs } from './state.ts';

export const ListFunctionEventInvokeConfigs = onFunction<
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse
>({
  accepts: ['FunctionName', 'Marker', 'MaxItems'],
  eventName: 'ListFunctionEventInvokeConfigs20190925',
  run: (input, context, { fn }) => {
    const all = context.table(invokeConfigs).find('function', fn.name);
    const { page, more } = pageOf(all, ({ qualifier }) => qualifier, input);
    const FunctionEventInvokeConfigs = page.map((one) => describeInvokeConfig(one, context));
    return { FunctionEventInvokeConfigs, ...more };
  },
});
