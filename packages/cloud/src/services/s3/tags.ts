import type { Tag } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { invalidArgument } from './problems.ts';

/** Tags as the header `x-amz-tagging` has them: the query of a URL. */
export function parseTagging(header: string): Tag[] {
  return [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
}

/** What the header of a put says, checked. */
export function headerTags(header: string | undefined): readonly Tag[] {
  if (header === undefined) return [];
  const tags = parseTagging(header);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    const message =
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";
    throw invalidArgument(message, 'x-amz-tagging', header);
  }
  return checkTags(tags, 'object');
}

/**
 * Throws S3's error for tags that cannot be. Source: "Categorizing your objects using tags" and
 * "Using cost allocation tags" in the S3 User Guide.
 */
export function checkTags(tags: readonly Tag[], of: 'bucket' | 'object'): readonly Tag[] {
  if (tags.length > maxTags[of]) {
    const name = of === 'bucket' ? 'Bucket' : 'Object';
    throw badRequest(`${name} tags cannot be greater than ${maxTags[of]}`);
  }
  const keys = new Set<string>();
  for (const { Key = '', Value = '' } of tags) {
    if (Key.length === 0 || Key.length > keyLengthMax || !tagText.test(Key)) {
      throw invalidTag('The TagKey you have provided is invalid');
    }
    if (Value.length > valueLengthMax || !tagText.test(Value)) {
      throw invalidTag('The TagValue you have provided is invalid');
    }
    if (Key.startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester');
    }
    if (keys.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key');
    keys.add(Key);
  }
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequest', message, { statusCode: 400 });
}

function invalidTag(message: string): AwsError {
  return new AwsError('InvalidTag', message, { statusCode: 400 });
}

const maxTags = { bucket: 50, object: 10 };
const keyLengthMax = 128;
const valueLengthMax = 256;
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
