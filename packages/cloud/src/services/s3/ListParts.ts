import type { ListPartsOutput, ListPartsRequest, Part as PartOutput } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import { checksumOutput } from './checksums.ts';
import { pageLimit } from './listing.ts';
import { ownerOf } from './owner.ts';
import { type Part, partsOf } from './parts.ts';
import { invalidArgument } from './problems.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { type MultipartUpload, uploadOf } from './uploads.ts';

/** Lists the parts of an upload that have come so far. */
export const ListParts = operation<ListPartsRequest, ListPartsOutput>({
  accepts: ['Bucket', 'Key', 'UploadId', 'MaxParts', 'PartNumberMarker', 'ExpectedBucketOwner'],
  action: 's3:ListMultipartUploadParts',
  ...objectAccess,
  event: 'Data',
  record: objectRecord(),
  run: (input, context) => {
    bucketOf(input, context);
    const upload = uploadOf(input, context);
    const limit = pageLimit(input.MaxParts, 'max-parts');
    const after = markerOf(input.PartNumberMarker);
    const parts = partsOf(upload.uploadId, context, after);
    const page = parts.slice(0, limit);
    const { algorithm, type, isDeclared } = upload.checksum;
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: limit,
      IsTruncated: limit > 0 && parts.length > limit,
      Parts: page.map((part) => partOutput(part, upload)),
      Initiator: upload.initiator,
      Owner: ownerOf(context),
      StorageClass: 'STANDARD',
      ...(isDeclared ? { ChecksumAlgorithm: wireName(algorithm), ChecksumType: type } : undefined),
    };
  },
});

function partOutput(part: Part, { checksum }: MultipartUpload): PartOutput {
  return {
    PartNumber: part.number,
    LastModified: new Date(part.modifiedMs),
    ETag: `"${part.etag}"`,
    Size: part.size,
    ...(checksum.isDeclared ? checksumOutput(checksum.algorithm, part.checksum) : undefined),
  };
}

function markerOf(marker = '0'): number {
  if (/^\d{1,9}$/.test(marker)) return Number(marker);
  const message = 'Provided part-number-marker not an integer or within integer range';
  throw invalidArgument(message, 'part-number-marker', marker);
}

const wireName = (algorithm: MultipartUpload['checksum']['algorithm']) =>
  algorithm.toUpperCase() as Uppercase<typeof algorithm>;
