import type { Context } from '../../../kernel/context.ts';
import { defineTable } from '../../../kernel/table.ts';
import type { Tag } from '../tags.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced';

export interface StoredParameter {
  readonly name: string;
  readonly arn: string;
  readonly tags: readonly Tag[];
  /** The number of the latest version. */
  readonly version: number;
  readonly firstVersion: number;
}

/** One version of a parameter. Times are in milliseconds. */
export interface ParameterVersion {
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  /** Encrypted by the vault under the label of `sealLabel` where the type is SecureString. */
  readonly value: string;
  readonly tier: Tier;
  readonly modifiedMs: number;
  /** The ARN of whoever put it. */
  readonly modifiedBy: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly keyId?: string;
  readonly labels: readonly string[];
}

export const parameters = defineTable<StoredParameter>('ssm.parameters', ({ name }) => name, {
  arn: ({ arn }) => arn,
});

export const parameterVersions = defineTable<ParameterVersion>(
  'ssm.parameterVersions',
  ({ name, version }) => versionKey(name, version),
);

export const versionKey = (name: string, version: number) => `${name}:${version}`;

export const sealLabel = (arn: string, version: number) => `ssm ${arn} ${version}`;

/** Finds a parameter by its name or ARN. */
export function findParameter(name: string, context: Context): StoredParameter | undefined {
  const table = context.table(parameters);
  return name.startsWith('arn:') ? table.find('arn', name)[0] : table.get(name);
}

/** The ARN of a parameter, whether there is one or not; a path's own slash is not doubled. */
export function parameterArn(name: string | undefined, context: Context): string {
  if (name === undefined || name.startsWith('arn:')) return name ?? '*';
  return context.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
}

export function versionsOf(parameter: StoredParameter, context: Context): ParameterVersion[] {
  const { name, firstVersion, version } = parameter;
  const table = context.table(parameterVersions);
  const versions: ParameterVersion[] = [];
  for (let number = firstVersion; number <= version; number += 1) {
    versions.push(table.get(versionKey(name, number))!);
  }
  return versions;
}

export function latestOf({ name, version }: StoredParameter, context: Context): ParameterVersion {
  return context.table(parameterVersions).get(versionKey(name, version))!;
}
