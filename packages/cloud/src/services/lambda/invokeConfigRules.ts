import type {
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import type { Found } from './onFunction.ts';
import { invalid, notFound } from './problems.ts';
import { functionArn, type InvokeConfig, invokeConfigs, latest, qualified } from './state.ts';

export const invokeConfigMembers = [
  'FunctionName',
  'Qualifier',
  'MaximumRetryAttempts',
  'MaximumEventAgeInSeconds',
  'DestinationConfig',
] as const;

/** Stores what a call says. What it leaves out is as in `before`. */
export function putInvokeConfig(
  input: PutFunctionEventInvokeConfigRequest,
  { fn, qualifier = latest }: Found,
  before: InvokeConfig | undefined,
  context: Context,
): FunctionEventInvokeConfig {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  const row: InvokeConfig = {
    ...before,
    functionName: fn.name,
    qualifier,
    modifiedMs: context.nowMs,
    ...(MaximumRetryAttempts === undefined
      ? undefined
      : { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined
      ? undefined
      : { maximumEventAgeSeconds: MaximumEventAgeInSeconds }),
    ...destination('onSuccess', DestinationConfig?.OnSuccess?.Destination),
    ...destination('onFailure', DestinationConfig?.OnFailure?.Destination),
  };
  return describeInvokeConfig(context.table(invokeConfigs).put(row), context);
}

function destination(name: 'onSuccess' | 'onFailure', arn: string | undefined) {
  if (arn === undefined) return undefined;
  if (/^arn:aws:(?:sqs|sns|lambda|events):/.test(arn)) return { [name]: arn };
  throw invalid(`The provided destination config DestinationConfig is invalid: ${arn}`);
}

/** Throws ResourceNotFoundException. */
export function invokeConfigOf({ fn, qualifier = latest }: Found, context: Context): InvokeConfig {
  const config = context.table(invokeConfigs).get(qualified(fn.name, qualifier));
  if (config) return config;
  throw notFound(
    `The function ${functionArn(context, fn.name, qualifier)} doesn't have an EventInvokeConfig`,
  );
}

export function describeInvokeConfig(
  config: InvokeConfig,
  context: Context,
): FunctionEventInvokeConfig {
  const { maximumRetryAttempts, maximumEventAgeSeconds, onSuccess, onFailure } = config;
  return {
    LastModified: new Date(config.modifiedMs),
    FunctionArn: functionArn(context, config.functionName, config.qualifier),
    ...(maximumRetryAttempts === undefined
      ? undefined
      : { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeSeconds === undefined
      ? undefined
      : { MaximumEventAgeInSeconds: maximumEventAgeSeconds }),
    DestinationConfig: {
      OnSuccess: onSuccess ? { Destination: onSuccess } : {},
      OnFailure: onFailure ? { Destination: onFailure } : {},
    },
  };
}
