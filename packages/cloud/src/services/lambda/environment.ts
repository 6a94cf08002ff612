import type { Context } from '../../kernel/context.ts';
import { invalid } from './problems.ts';
import { functionArn, type Version } from './state.ts';

export type Variables = Readonly<Record<string, string>>;

/** Checks and seals the variables of a function. Throws InvalidParameterValueException. */
export function sealVariables(name: string, variables: Variables, context: Context) {
  const keys = Object.keys(variables);
  if (keys.length === 0) return undefined;
  const taken = keys.filter((key) => reserved.has(key));
  if (taken.length > 0) {
    throw invalid(
      `${unable} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${taken.join(', ')}`,
    );
  }
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > variablesMaxBytes) {
    throw invalid(`${unable} exceeded the 4KB limit.`);
  }
  return context.vault.seal(Buffer.from(text), functionArn(context, name));
}

export function openVariables(version: Version, context: Context): Variables | undefined {
  const { sealedEnvironment, functionName } = version;
  if (sealedEnvironment === undefined) return undefined;
  const label = functionArn(context, functionName);
  return JSON.parse(context.vault.open(sealedEnvironment, label).toString());
}

const unable =
  'Lambda was unable to configure your environment variables because the environment variables you have provided';
const variablesMaxBytes = 4_096;

/** "Defined runtime environment variables", AWS Lambda developer guide. */
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
