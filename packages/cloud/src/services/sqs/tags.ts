import type { ConditionKeys } from '../../kernel/operation.ts';
import { invalidParameter, tagKeys } from './onQueue.ts';

export type Tags = Readonly<Record<string, string>>;

/** Throws an AwsError if a queue could not have these tags. */
export function checkTags(tags: Tags) {
  const entries = Object.entries(tags);
  if (entries.length > tagsMax) throw invalidParameter(`Too many tags added for queue.`);
  for (const [key, value] of entries) {
    if (!keyForm.test(key))
      throw invalidParameter('Tag keys must be between 1 and 128 characters.');
    if (!valueForm.test(value)) throw invalidParameter('Tag values may not exceed 256 characters.');
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidParameter('Tag keys may not start with the reserved word aws:');
    }
  }
}

/** What policies may ask of the tags that a call brings. */
export function requestTagKeys(tags: Tags): ConditionKeys {
  return { ...tagKeys(tags, 'aws:requesttag/'), 'aws:tagkeys': Object.keys(tags) };
}

const tagsMax = 50;
const keyForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const valueForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
