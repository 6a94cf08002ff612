import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { openVariables } from './environment.ts';
import { type Alias, functionArn, type Version } from './state.ts';

/** A version as the API shows it. `qualifier` is what the caller asked for. */
export function describe(
  version: Version,
  context: Context,
  qualifier?: string,
): FunctionConfiguration {
  const Variables = openVariables(version, context);
  return {
    FunctionName: version.functionName,
    FunctionArn: functionArn(context, version.functionName, qualifier),
    Runtime: version.runtime,
    Role: version.role,
    Handler: version.handler,
    CodeSize: version.code.sizeBytes,
    Description: version.description,
    Timeout: version.timeoutSeconds,
    MemorySize: version.memoryMb,
    LastModified: new Date(version.modifiedMs).toISOString().replace('Z', '+0000'),
    CodeSha256: version.code.sha256,
    Version: version.version,
    ...(version.deadLetterArn
      ? { DeadLetterConfig: { TargetArn: version.deadLetterArn } }
      : undefined),
    ...(Variables ? { Environment: { Variables } } : undefined),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: version.revisionId,
    ...stateOf(version, context),
    PackageType: 'Zip',
    Architectures: [...version.architectures],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: version.logGroup },
  };
}

function stateOf({ readyMs, isNew }: Version, { nowMs }: Context): FunctionConfiguration {
  if (nowMs >= readyMs) return { State: 'Active', LastUpdateStatus: 'Successful' };
  if (!isNew) return { State: 'Active', LastUpdateStatus: 'InProgress' };
  return {
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
    LastUpdateStatus: 'Successful',
  };
}

export function describeAlias(alias: Alias, context: Context): AliasConfiguration {
  return {
    AliasArn: functionArn(context, alias.functionName, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revisionId,
  };
}
