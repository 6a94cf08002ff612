import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { entryOf } from './entry.ts';
import {
  continuationToken,
  keyAfter,
  keyEncoding,
  listPage,
  pageLimit,
  readContinuationToken,
} from './listing.ts';
import { objectsBetween } from './objects.ts';
import { listingRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Lists the objects of a bucket in the order of their keys, in pages. */
export const ListObjectsV2 = operation<ListObjectsV2Request, ListObjectsV2Output>({
  accepts: [
    'Bucket',
    'ContinuationToken',
    'Delimiter',
    'EncodingType',
    'FetchOwner',
    'MaxKeys',
    'Prefix',
    'StartAfter',
    'ExpectedBucketOwner',
  ],
  action: 's3:ListBucket',
  ...bucketAccess,
  anonymous: true,
  event: 'Data',
  record: listingRecord({ eventName: 'ListObjects', query: { 'list-type': '2' } }),
  run: (input, context) => {
    bucketOf(input, context);
    const { Bucket = '', Delimiter: delimiter, Prefix: prefix = '', StartAfter } = input;
    const limit = pageLimit(input.MaxKeys, 'maxKeys');
    const page = listPage({ prefix, delimiter, start: startOf(input), limit }, (from, end) =>
      objectsBetween(Bucket, from, end, context),
    );
    const encode = keyEncoding(input.EncodingType);
    const withOwner = input.FetchOwner ?? false;
    return {
      Name: Bucket,
      Prefix: encode(prefix),
      Delimiter: encode(delimiter),
      StartAfter: encode(StartAfter),
      ContinuationToken: input.ContinuationToken,
      NextContinuationToken: page.next === undefined ? undefined : continuationToken(page.next),
      EncodingType: input.EncodingType,
      KeyCount: page.rows.length + page.prefixes.length,
      MaxKeys: limit,
      IsTruncated: page.next !== undefined,
      Contents: page.rows.map((object) => entryOf(object, encode(object.key), context, withOwner)),
      CommonPrefixes: page.prefixes.map((group) => ({ Prefix: encode(group) })),
    };
  },
});

function startOf({ ContinuationToken, StartAfter }: ListObjectsV2Request): string {
  if (ContinuationToken !== undefined) return readContinuationToken(ContinuationToken);
  return StartAfter ? keyAfter(StartAfter) : '';
}
