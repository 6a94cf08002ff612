import type { Tag } from '@aws-sdk/client-sts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';

/** The tags of a new session. */
export function sessionTags({ Tags = [] }: { readonly Tags?: Tag[] }): Record<string, string> {
  const keys = new Set(Tags.map(({ Key = '' }) => Key.toLowerCase()));
  if (keys.size < Tags.length) {
    throw new AwsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagConditionKeys({ Tags }: { readonly Tags?: Tag[] }): ConditionKeys {
  const keys: Record<string, string | readonly string[] | undefined> = {
    'aws:tagkeys': Tags?.flatMap(({ Key }) => Key ?? []),
  };
  for (const { Key = '', Value = '' } of Tags ?? []) {
    keys[`aws:requesttag/${Key.toLowerCase()}`] = Value;
  }
  return keys;
}
