import type { ListObjectsOutput, ListObjectsRequest } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { entryOf } from './entry.ts';
import { keyEncoding, listPage, pageLimit, startAfter } from './listing.ts';
import { objectsBetween } from './objects.ts';
import { listingRecord } from './recording.ts';
import { bucketOf } from './state.ts';

/** Lists a bucket as it was listed before version 2; the page goes on behind a key. */
export const ListObjects = operation<ListObjectsRequest, ListObjectsOutput>({
  accepts: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'Marker',
    'MaxKeys',
    'Prefix',
    'ExpectedBucketOwner',
  ],
  action: 's3:ListBucket',
  ...bucketAccess,
  anonymous: true,
  event: 'Data',
  record: listingRecord(),
  run: (input, context) => {
    bucketOf(input, context);
    const { Bucket = '', Delimiter: delimiter, Marker: marker = '', Prefix: prefix = '' } = input;
    const limit = pageLimit(input.MaxKeys, 'maxKeys');
    const start = startAfter(marker, prefix, delimiter);
    const page = listPage({ prefix, delimiter, start, limit }, (from, end) =>
      objectsBetween(Bucket, from, end, context),
    );
    const encode = keyEncoding(input.EncodingType);
    const last = typeof page.last === 'string' ? page.last : page.last?.key;
    return {
      Name: Bucket,
      Prefix: encode(prefix),
      Marker: encode(marker),
      // Without a delimiter the reader goes on behind the last key.
      NextMarker: delimiter && page.next !== undefined ? encode(last) : undefined,
      MaxKeys: limit,
      Delimiter: encode(delimiter),
      EncodingType: input.EncodingType,
      IsTruncated: page.next !== undefined,
      Contents: page.rows.map((object) => entryOf(object, encode(object.key), context, true)),
      CommonPrefixes: page.prefixes.map((group) => ({ Prefix: encode(group) })),
    };
  },
});
