import type { UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { isRuntime } from '../../runtime/index.ts';
import { sealVariables } from './environment.ts';
import { cannotAssume, invalid } from './problems.ts';
import type { Version } from './state.ts';

/** The members of a configuration that are done, in both calls that set them. */
export const configurationMembers = [
  'Role',
  'Handler',
  'Description',
  'Timeout',
  'MemorySize',
  'Environment',
  'Runtime',
  'DeadLetterConfig',
  'TracingConfig',
  'EphemeralStorage',
  'LoggingConfig',
  'VpcConfig',
  'Layers',
] as const;

type Asked = Pick<UpdateFunctionConfigurationRequest, (typeof configurationMembers)[number]>;

type Configuration = Pick<
  Version,
  | 'runtime'
  | 'role'
  | 'handler'
  | 'description'
  | 'timeoutSeconds'
  | 'memoryMb'
  | 'sealedEnvironment'
  | 'deadLetterArn'
  | 'logGroup'
>;

/**
 * The configuration after a call. What it leaves out stays as it was.
 * @throws InvalidParameterValueException, NotImplemented
 */
export function configured(
  name: string,
  asked: Asked,
  before: Version | undefined,
  context: Context,
): Configuration {
  refuseUnbuilt(asked);
  atMost('timeout', asked.Timeout, timeoutMaxSeconds);
  atMost('memorySize', asked.MemorySize, memoryMaxMb);
  const runtime = asked.Runtime ?? before?.runtime;
  const handler = asked.Handler ?? before?.handler;
  if (runtime === undefined || handler === undefined) {
    throw invalid(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  if (!isRuntime(runtime)) throw notImplemented(`Runtime ${runtime}`);
  if (asked.Role !== undefined) checkRole(asked.Role, name, context);
  const sealedEnvironment = asked.Environment
    ? sealVariables(name, asked.Environment.Variables ?? {}, context)
    : before?.sealedEnvironment;
  const deadLetterArn = asked.DeadLetterConfig
    ? deadLetterOf(asked.DeadLetterConfig.TargetArn)
    : before?.deadLetterArn;
  return {
    runtime,
    handler,
    role: asked.Role ?? before!.role,
    description: asked.Description ?? before?.description ?? '',
    timeoutSeconds: asked.Timeout ?? before?.timeoutSeconds ?? 3,
    memoryMb: asked.MemorySize ?? before?.memoryMb ?? 128,
    logGroup: asked.LoggingConfig?.LogGroup ?? before?.logGroup ?? `/aws/lambda/${name}`,
    ...(sealedEnvironment === undefined ? undefined : { sealedEnvironment }),
    ...(deadLetterArn === undefined ? undefined : { deadLetterArn }),
  };
}

/** Lambda quotas. */
const timeoutMaxSeconds = 900;
const memoryMaxMb = 10_240;

/** The model of the API allows more than the service. */
function atMost(name: string, value: number | undefined, max: number) {
  if (value === undefined || value <= max) return;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must have value less than or equal to ${max}`,
    { statusCode: 400 },
  );
}

function refuseUnbuilt(asked: Asked) {
  const { Layers = [], VpcConfig, TracingConfig, EphemeralStorage, LoggingConfig } = asked;
  if (Layers.length > 0) throw notImplemented('Layers');
  if (VpcConfig?.SubnetIds?.length || VpcConfig?.SecurityGroupIds?.length) {
    throw notImplemented('VpcConfig');
  }
  if (TracingConfig?.Mode === 'Active') throw notImplemented('TracingConfig: Mode Active');
  if (EphemeralStorage && EphemeralStorage.Size !== 512) {
    throw notImplemented('EphemeralStorage: Size other than 512');
  }
  if (LoggingConfig?.LogFormat === 'JSON') throw notImplemented('LoggingConfig: LogFormat JSON');
}

function checkRole(role: string, name: string, context: Context) {
  if (!context.identities.serviceSession(role, 'lambda.amazonaws.com', name)) {
    throw invalid(cannotAssume);
  }
}

/** An empty ARN takes the queue away. */
function deadLetterOf(arn: string | undefined): string | undefined {
  if (!arn) return undefined;
  if (/^arn:aws:(?:sqs|sns):/.test(arn)) return arn;
  throw invalid(`The provided target ARN ${arn} is not the ARN of a queue or a topic.`);
}

/** How long AWS needs until a function can be called, or its update is there. */
export function readyMs(context: Context): number {
  return context.nowMs + (context.settings.pace === 'aws' ? readyAfterMs : 0);
}

const readyAfterMs = 2_000;
