import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { describe } from './describe.ts';
import { onFunction } from './onFunction.ts';

export const GetFunctionConfiguration = onFunction<
  GetFunctionConfigurationRequest,
  FunctionConfiguration
>({
  accepts: ['FunctionName', 'Qualifier'],
  eventName: 'GetFunctionConfiguration20150331v2',
  run: (_input, context, { version, qualifier }) => describe(version, context, qualifier),
});
