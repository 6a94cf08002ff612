import type { ConditionKeys } from '../../kernel/operation.ts';
import type { Secret, Tag } from './state.ts';

/**
 * The condition keys that follow from a secret, by lower-case name. Rows are never edited in place,
 * so what was made of one is kept as long as the row.
 * Source: "Actions, resources, and condition keys for AWS Secrets Manager".
 */
export function secretKeys(secret: Secret): ConditionKeys {
  let keys = known.get(secret);
  if (!keys) {
    keys = {
      'secretsmanager:secretid': secret.arn,
      'secretsmanager:secretprimaryregion': secret.primaryRegion ?? secret.arn.split(':')[3],
      'secretsmanager:resource/allowrotationlambdaarn': secret.rotation?.lambdaArn,
      ...tagKeys(secret.tags, 'aws:resourcetag/', 'secretsmanager:resourcetag/'),
    };
    known.set(secret, keys);
  }
  return keys;
}

const known = new WeakMap<Secret, ConditionKeys>();

/** The keys of tags that a request brings. */
export function requestTagKeys(tags: readonly Partial<Tag>[] | undefined): ConditionKeys {
  if (!tags) return {};
  return {
    ...tagKeys(tags, 'aws:requesttag/'),
    'aws:tagkeys': tags.map(({ Key }) => Key ?? ''),
  };
}

function tagKeys(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
  ...prefixes: readonly string[]
): ConditionKeys {
  const keys: Record<string, string> = {};
  for (const { Key = '', Value = '' } of tags) {
    for (const prefix of prefixes) keys[prefix + Key.toLowerCase()] = Value;
  }
  return keys;
}
