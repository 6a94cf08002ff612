import type { Tag as TagInput } from '@aws-sdk/client-ssm';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags with these added, or put in the place of those with the same key. */
export function mergeTags(tags: readonly Tag[], added: readonly TagInput[] = []): readonly Tag[] {
  const merged = new Map(tags.map(({ Key, Value }) => [Key, Value]));
  for (const { Key = '', Value = '' } of added) {
    if (/^aws:/i.test(Key)) {
      throw new AwsError(
        'ValidationException',
        'aws: prefixed tag key names are not allowed for external use.',
        { statusCode: 400 },
      );
    }
    merged.set(Key, Value);
  }
  if (merged.size > tagsMax) {
    throw new AwsError('TooManyTagsError', `The number of tags exceeds the limit of ${tagsMax}.`);
  }
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

const tagsMax = 50;

export function requestTagKeys(tags: readonly TagInput[] | undefined): ConditionKeys {
  if (!tags) return {};
  return {
    ...keysOf('aws:requesttag/', tags),
    'aws:tagkeys': tags.map(({ Key = '' }) => Key),
  };
}

export function resourceTagKeys(tags: readonly TagInput[] = []): ConditionKeys {
  return { ...keysOf('aws:resourcetag/', tags), ...keysOf('ssm:resourcetag/', tags) };
}

function keysOf(prefix: string, tags: readonly TagInput[]): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ Key = '', Value = '' }) => [prefix + Key.toLowerCase(), Value]),
  );
}
