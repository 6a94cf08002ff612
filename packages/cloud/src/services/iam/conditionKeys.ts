import type { ConditionKeys } from '../../kernel/operation.ts';
import type { Holder, Tag } from './state.ts';

/** The members of IAM's inputs that condition keys are made of. */
export interface Asked {
  readonly PolicyArn?: string | undefined;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly {
    readonly Key: string | undefined;
    readonly Value: string | undefined;
  }[];
  readonly TagKeys?: readonly string[];
}

/**
 * IAM's condition keys for a call. `iam:PermissionsBoundary` is the boundary that is asked for, or
 * else the one that the user or role has.
 * Source: "Actions, resources, and condition keys for AWS IAM" in the Service Authorization
 * Reference.
 */
export function conditionKeysOf(
  { PolicyArn, PermissionsBoundary, Tags, TagKeys }: Asked,
  holder: Labelled | undefined,
): ConditionKeys {
  const keys: Record<string, string | readonly string[] | undefined> = {
    'iam:policyarn': PolicyArn,
    'iam:permissionsboundary': PermissionsBoundary ?? holder?.boundary,
    'aws:tagkeys': TagKeys ?? Tags?.flatMap(({ Key }) => Key ?? []),
  };
  for (const { Key, Value } of Tags ?? []) {
    if (Key !== undefined) keys[`aws:requesttag/${Key.toLowerCase()}`] = Value ?? '';
  }
  for (const { Key, Value } of holder?.tags ?? []) {
    keys[`aws:resourcetag/${Key.toLowerCase()}`] = Value;
    keys[`iam:resourcetag/${Key.toLowerCase()}`] = Value;
  }
  return keys;
}

/** Users, roles and managed policies. */
type Labelled = Pick<Holder, 'arn'> & {
  readonly tags?: readonly Tag[];
  readonly boundary?: string;
};
