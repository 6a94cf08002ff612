import { AwsError } from '../../kernel/error.ts';
import type { StoredObject } from './objects.ts';

/** Conditional headers of a request, as RFC 9110 has them. */
export interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** Throws PreconditionFailed, or NotModified, unless the object is as a reader wants it. */
export function checkConditions(conditions: Conditions, object: StoredObject) {
  const failed = failedCondition(conditions, object);
  if (failed === undefined) return;
  if (failed === 'If-Match' || failed === 'If-Unmodified-Since') throw preconditionFailed(failed);
  throw new AwsError('NotModified', 'Not Modified', {
    statusCode: 304,
    headers: {
      etag: `"${object.etag}"`,
      'last-modified': new Date(object.modifiedMs).toUTCString(),
    },
  });
}

/** The same for the source of a copy, where nothing is answered with 304. */
export function checkSourceConditions(conditions: Conditions, object: StoredObject) {
  const failed = failedCondition(conditions, object);
  if (failed !== undefined) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

/**
 * A tag that matches outweighs the time: with it `If-Unmodified-Since` is not asked, and so on.
 * Source: "GetObject" in the S3 API Reference.
 */
function failedCondition(conditions: Conditions, object: StoredObject): string | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const { etag, modifiedMs } = object;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, etag)) return 'If-Match';
  } else if (IfUnmodifiedSince && modifiedMs > IfUnmodifiedSince.getTime()) {
    return 'If-Unmodified-Since';
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, etag)) return 'If-None-Match';
  } else if (IfModifiedSince && modifiedMs <= IfModifiedSince.getTime()) {
    return 'If-Modified-Since';
  }
  return undefined;
}

/**
 * Checks a conditional write against the object that it would replace. S3 knows `If-None-Match: *`
 * and `If-Match: <ETag>`.
 */
export function checkWriteConditions(
  { IfMatch, IfNoneMatch }: Pick<Conditions, 'IfMatch' | 'IfNoneMatch'>,
  key: string,
  existing: StoredObject | undefined,
) {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') {
      const message = 'A header you provided implies functionality that is not implemented';
      const fields = { Header: 'If-None-Match' };
      throw new AwsError('NotImplemented', message, { statusCode: 501, fields });
    }
    if (existing) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!existing) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', { fields: { Key: key } });
  }
  if (!matches(IfMatch, existing.etag)) throw preconditionFailed('If-Match');
}

function matches(header: string, etag: string): boolean {
  return header.split(',').some((item) => {
    const tag = item.trim().replace(/^W\//, '').replaceAll('"', '');
    return tag === '*' || tag === etag;
  });
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { statusCode: 412, fields: { Condition: condition } },
  );
}
