import type { Tag } from '@aws-sdk/client-sns';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { findTopic, invalid, type Topic } from './state.ts';

export type Tags = Readonly<Record<string, string>>;

/** `tags` with `added`. Throws AWS's error for a key given twice and for too many tags. */
export function withTags(tags: Tags, added: readonly Tag[] = []): Tags {
  const pairs = added.map(({ Key, Value }): [string, string] => [Key!, Value!]);
  const given = Object.fromEntries(pairs);
  if (Object.keys(given).length < pairs.length) {
    throw invalid('Duplicated keys are not allowed.');
  }
  const all = { ...tags, ...given };
  if (Object.keys(all).length > tagsLimit) {
    throw new AwsError(
      'TagLimitExceededException',
      'Could not complete request: tag quota of per resource exceeded',
    );
  }
  return all;
}

/** The tag operations have an error of their own for what is not there. */
export function taggedTopic(context: Context, arn: string | undefined): Topic {
  const topic = findTopic(context, arn);
  if (topic) return topic;
  throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
}

const tagsLimit = 50;
