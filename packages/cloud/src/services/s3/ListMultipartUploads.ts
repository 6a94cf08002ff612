import type {
  ListMultipartUploadsOutput,
  ListMultipartUploadsRequest,
  MultipartUpload as UploadOutput,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { keyEncoding, listPage, pageLimit, startAfter } from './listing.ts';
import { ownerOf } from './owner.ts';
import { listingRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { type MultipartUpload, uploadsBetween } from './uploads.ts';

/** Lists the uploads under way, by key, those to one key in the order in which they began. */
export const ListMultipartUploads = operation<
  ListMultipartUploadsRequest,
  ListMultipartUploadsOutput
>({
  accepts: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'KeyMarker',
    'MaxUploads',
    'Prefix',
    'UploadIdMarker',
    'ExpectedBucketOwner',
  ],
  action: 's3:ListBucketMultipartUploads',
  ...bucketAccess,
  event: 'Data',
  record: listingRecord({ query: { uploads: '' } }),
  run: (input, context) => {
    bucketOf(input, context);
    const { Delimiter: delimiter, Prefix: prefix = '' } = input;
    const limit = pageLimit(input.MaxUploads, 'max-uploads');
    const start = startOf(input);
    const page = listPage({ prefix, delimiter, start, limit }, (from, end) =>
      behindMarker(input, uploadsBetween(input.Bucket!, from, end, context)),
    );
    const encode = keyEncoding(input.EncodingType);
    const { last, next } = page;
    const [nextKey, nextId] =
      next === undefined ? [] : typeof last === 'string' ? [last] : [last!.key, last!.uploadId];
    return {
      Bucket: input.Bucket,
      KeyMarker: encode(input.KeyMarker ?? ''),
      UploadIdMarker: input.UploadIdMarker ?? '',
      NextKeyMarker: encode(nextKey),
      NextUploadIdMarker: nextId,
      Prefix: encode(prefix),
      Delimiter: encode(delimiter),
      EncodingType: input.EncodingType,
      MaxUploads: limit,
      IsTruncated: next !== undefined,
      Uploads: page.rows.map((upload) => uploadOutput(upload, encode(upload.key), context)),
      CommonPrefixes: page.prefixes.map((group) => ({ Prefix: encode(group) })),
    };
  },
});

/** With a marker for the upload too, the page may go on within the key of the marker. */
function startOf(input: ListMultipartUploadsRequest): string {
  const { KeyMarker = '', UploadIdMarker, Prefix = '', Delimiter } = input;
  return UploadIdMarker ? KeyMarker : startAfter(KeyMarker, Prefix, Delimiter);
}

function* behindMarker(
  { KeyMarker, UploadIdMarker }: ListMultipartUploadsRequest,
  uploads: Iterable<MultipartUpload>,
): Generator<MultipartUpload> {
  for (const upload of uploads) {
    if (upload.key !== KeyMarker || upload.uploadId > (UploadIdMarker ?? '')) yield upload;
  }
}

function uploadOutput(upload: MultipartUpload, key: string, context: Context): UploadOutput {
  const { algorithm, type, isDeclared } = upload.checksum;
  const named = algorithm.toUpperCase() as Uppercase<typeof algorithm>;
  return {
    UploadId: upload.uploadId,
    Key: key,
    Initiated: new Date(upload.initiatedMs),
    StorageClass: 'STANDARD',
    Owner: ownerOf(context),
    Initiator: upload.initiator,
    ...(isDeclared ? { ChecksumAlgorithm: named, ChecksumType: type } : undefined),
  };
}
