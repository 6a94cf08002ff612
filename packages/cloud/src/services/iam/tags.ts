import { AwsError } from '../../kernel/error.ts';
import type { Tag } from './state.ts';

type AskedTag = { readonly Key: string | undefined; readonly Value: string | undefined };

/** The tags that a new thing gets. */
export function newTags(asked: readonly AskedTag[] | undefined): readonly Tag[] {
  return withTags([], asked ?? []);
}

/** Adds tags, or gives those that are there their new value. Keys are compared without case. */
export function withTags(tags: readonly Tag[], asked: readonly AskedTag[]): readonly Tag[] {
  const added = asked.map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const keys = new Set(added.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < added.length) {
    throw new AwsError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if ([...keys].some((key) => key.startsWith('aws:'))) {
    throw new AwsError(
      'InvalidInputException',
      'Caller is not allowed to use system tag keys. System tags start with aws:',
    );
  }
  const result = [...tags.filter(({ Key }) => !keys.has(Key.toLowerCase())), ...added];
  if (result.length > tagsMax) {
    throw new AwsError(
      'LimitExceededException',
      `The number of tags has reached the maximum limit: ${tagsMax}`,
    );
  }
  return result;
}

export function withoutTags(tags: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  const removed = new Set(keys.map((key) => key.toLowerCase()));
  return tags.filter(({ Key }) => !removed.has(Key.toLowerCase()));
}

const tagsMax = 50;
