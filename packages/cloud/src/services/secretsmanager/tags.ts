import type { Tag as TagInput } from '@aws-sdk/client-secrets-manager';
import { invalidParameter } from './problems.ts';
import type { Tag } from './state.ts';

/** The tags with these added, or put in the place of those with the same key. */
export function mergeTags(tags: readonly Tag[], added: readonly TagInput[]): readonly Tag[] {
  const merged = new Map(tags.map((tag) => [tag.Key, tag.Value]));
  for (const { Key = '', Value = '' } of added) {
    if (/^aws:/i.test(Key)) {
      throw invalidParameter("Tag keys can't begin with aws:, which is reserved for AWS use.");
    }
    if (Key === '') throw invalidParameter('Each tag must have a key.');
    merged.set(Key, Value);
  }
  if (merged.size > tagsLimit) {
    throw invalidParameter(`You can't attach more than ${tagsLimit} tags to a secret.`);
  }
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

const tagsLimit = 50;
