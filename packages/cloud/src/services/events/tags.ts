import type { Tag } from '@aws-sdk/client-eventbridge';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { invalid, limitExceeded } from './problems.ts';

export type Tags = Readonly<Record<string, string>>;

/** `tags` with `added`. Throws AWS's error for a key given twice and for too many tags. */
export function withTags(tags: Tags, added: readonly Tag[] = []): Tags {
  const given = Object.fromEntries(added.map(({ Key, Value }) => [Key!, Value!]));
  if (Object.keys(given).length < added.length) {
    throw invalid('Tag keys must be unique in a request.');
  }
  const all = { ...tags, ...given };
  if (Object.keys(all).length > tagsMax) throw limitExceeded();
  return all;
}

export function tagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** What policies may ask of the tags that a call brings. */
export function requestTagKeys(tags: readonly Tag[] = []): ConditionKeys {
  const pairs = Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  return { ...keyed('aws:requesttag/', pairs), 'aws:tagkeys': Object.keys(pairs) };
}

export function resourceTagKeys(tags: Tags = {}): ConditionKeys {
  return keyed('aws:resourcetag/', tags);
}

function keyed(prefix: string, tags: Tags): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const name in tags) keys[prefix + name.toLowerCase()] = tags[name]!;
  return keys;
}

const tagsMax = 50;
