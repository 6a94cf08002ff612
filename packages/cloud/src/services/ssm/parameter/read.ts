import type { Parameter, ParameterMetadata } from '@aws-sdk/client-ssm';
import type { Context } from '../../../kernel/context.ts';
import { AwsError } from '../../../kernel/error.ts';
import {
  findParameter,
  latestOf,
  type ParameterVersion,
  type StoredParameter,
  sealLabel,
  versionsOf,
} from './state.ts';

/** A name as callers write it: `name`, `name:3` or `name:label`. */
export interface Selected {
  readonly name: string;
  /** With its colon. */
  readonly selector?: string;
}

export function parseName(written: string): Selected {
  const found = /^((?:arn:aws:ssm:[^:]*:\d*:)?[^:]*)(:[^:]+)?$/.exec(written);
  if (!found) return { name: written };
  return { name: found[1]!, ...(found[2] === undefined ? undefined : { selector: found[2] }) };
}

export function parameterOf(name: string, context: Context): StoredParameter {
  const found = findParameter(name, context);
  if (found) return found;
  // AWS gives no text.
  throw new AwsError('ParameterNotFound', '');
}

/** The version that a selector names; the latest without one. */
export function versionNamed(
  parameter: StoredParameter,
  selector: string | undefined,
  context: Context,
): ParameterVersion | undefined {
  if (selector === undefined) return latestOf(parameter, context);
  const wanted = selector.slice(1);
  return versionsOf(parameter, context).find(
    ({ version, labels }) => String(version) === wanted || labels.includes(wanted),
  );
}

export function noSuchVersion(name: string, wanted: string | number): AwsError {
  return new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${wanted} of ${name}. Verify the version and try again.`,
  );
}

export function describeValue(
  { arn, name }: StoredParameter,
  version: ParameterVersion,
  context: Context,
  of: { decrypt: boolean | undefined; selector?: string | undefined },
): Parameter {
  return {
    Name: name,
    Type: version.type,
    Value: openValue(arn, version, of.decrypt, context),
    Version: version.version,
    ...(of.selector === undefined ? undefined : { Selector: of.selector }),
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: arn,
    DataType: 'text',
  };
}

/** A SecureString that nobody asked to decrypt is given as it is kept. */
export function openValue(
  arn: string,
  { type, value, version }: ParameterVersion,
  decrypt: boolean | undefined,
  { vault }: Context,
): string {
  if (type !== 'SecureString' || !decrypt) return value;
  return vault.open(value, sealLabel(arn, version)).toString();
}

/** What DescribeParameters and GetParameterHistory both tell. */
export function describeVersion(version: ParameterVersion): ParameterMetadata {
  const { keyId, description, allowedPattern } = version;
  return {
    Name: version.name,
    Type: version.type,
    ...(keyId === undefined ? undefined : { KeyId: keyId }),
    LastModifiedDate: new Date(version.modifiedMs),
    LastModifiedUser: version.modifiedBy,
    ...(description === undefined ? undefined : { Description: description }),
    ...(allowedPattern === undefined ? undefined : { AllowedPattern: allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: 'text',
  };
}
