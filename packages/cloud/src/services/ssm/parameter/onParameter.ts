import type { Context } from '../../../kernel/context.ts';
import type { ConditionKeys, RecordResource } from '../../../kernel/operation.ts';
import { resourceTagKeys } from '../tags.ts';
import { parseName } from './read.ts';
import { findParameter, parameterArn } from './state.ts';

/** What an operation on one parameter shares: what is authorized, and its condition keys. */
export function access<Input extends { readonly Name?: string | undefined }>() {
  return {
    resource: ({ Name = '' }: Input, context: Context) => arnOf(Name, context),
    conditionKeys: ({ Name }: Input, context: Context) => resourceKeys(Name, context),
  };
}

export function arnOf(written: string, context: Context): string {
  return parameterArn(parseName(written).name, context);
}

export function resourceKeys(written: string | undefined, context: Context): ConditionKeys {
  const { name } = parseName(written ?? '');
  return resourceTagKeys(findParameter(name, context)?.tags);
}

/** As CloudTrail tells of the parameters that were read. */
export function recordedParameters(
  names: readonly (string | undefined)[],
  context: Context,
): RecordResource[] {
  return names.map((name = '') => ({ ARN: arnOf(name, context) }));
}
