import { createHash } from 'node:crypto';
import type {
  CompletedPart,
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { objectAccess } from './authorization.ts';
import {
  checksumMembers,
  checksumOfParts,
  checksumOutput,
  givenChecksum,
  type StoredChecksum,
} from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { findObject, putObject, wholeSeconds } from './objects.ts';
import { type Part, partsOf, removePart } from './parts.ts';
import { invalidRequest, malformedXml } from './problems.ts';
import { objectRecord } from './recording.ts';
import { bucketOf } from './state.ts';
import { type MultipartUpload, removeUpload, uploadOf } from './uploads.ts';

/** Makes an object of the parts of an upload. No byte is moved: the object is the list of them. */
export const CompleteMultipartUpload = operation<
  CompleteMultipartUploadRequest,
  CompleteMultipartUploadOutput
>({
  accepts: [
    'Bucket',
    'Key',
    'UploadId',
    'MultipartUpload',
    ...checksumMembers,
    'ChecksumType',
    'MpuObjectSize',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
  ],
  action: 's3:PutObject',
  ...objectAccess,
  event: 'Data',
  record: objectRecord({ tellsEncryption: true }),
  run: (input, context) => {
    bucketOf(input, context);
    const { Bucket = '', Key = '' } = input;
    const upload = uploadOf(input, context);
    checkWriteConditions(input, Key, findObject(Bucket, Key, context));
    const parts = chosenParts(input.MultipartUpload?.Parts ?? [], upload, context);
    const checksum = checksumOfParts(upload.checksum, parts);
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    checkWhole(input, upload, { checksum, size });
    const etag = etagOf(parts);
    const { uploadId, headers, metadata, tags } = upload;
    const content = { size, uploadId, partCount: parts.length };
    const modifiedMs = wholeSeconds(context.nowMs);
    const object = { bucket: Bucket, key: Key, content, etag, modifiedMs, checksum };
    putObject({ ...object, headers, metadata, tags }, context);
    removeUpload(upload, context);
    return {
      Location: `${context.settings.endpoint}/${Bucket}/${encodeURIComponent(Key)}`,
      Bucket,
      Key,
      ETag: `"${etag}"`,
      ...checksumOutput(checksum.algorithm, checksum.value),
      ChecksumType: checksum.type,
      ServerSideEncryption: 'AES256',
    };
  },
});

/** The parts that the list names, checked; those that it does not name are dropped. */
function chosenParts(
  list: readonly CompletedPart[],
  upload: MultipartUpload,
  context: Context,
): Part[] {
  if (list.length === 0) throw malformedXml();
  const stored = new Map(partsOf(upload.uploadId, context).map((part) => [part.number, part]));
  let before = 0;
  const chosen = list.map((wanted, index) => {
    const { PartNumber: number = 0 } = wanted;
    if (number <= before) throw invalidPartOrder();
    before = number;
    const part = stored.get(number);
    if (!part || !isSame(wanted, part, upload)) throw invalidPart(wanted, upload);
    if (index < list.length - 1 && part.size < partBytesMin) throw entityTooSmall(part);
    stored.delete(number);
    return part;
  });
  for (const part of stored.values()) removePart(upload.uploadId, part, context);
  return chosen;
}

function isSame(wanted: CompletedPart, part: Part, { checksum }: MultipartUpload): boolean {
  const { algorithm, type, isDeclared } = checksum;
  const sum = givenChecksum(wanted, algorithm);
  if (sum === undefined && isDeclared && type === 'COMPOSITE') {
    throw invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  if (sum !== undefined && sum !== part.checksum) return false;
  return wanted.ETag?.replaceAll('"', '') === part.etag;
}

/** What the client says of the whole object has to hold too. */
function checkWhole(
  input: CompleteMultipartUploadRequest,
  upload: MultipartUpload,
  { checksum, size }: { checksum: StoredChecksum; size: number },
) {
  const { algorithm, type } = upload.checksum;
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    throw invalidRequest(
      `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const sum = givenChecksum(input, algorithm);
  if (sum !== undefined && sum.split('-')[0] !== checksum.value.split('-')[0]) {
    const message = `The ${algorithm} you specified did not match the calculated checksum.`;
    throw new AwsError('BadDigest', message, { statusCode: 400 });
  }
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}.`,
    );
  }
}

/** The MD5 of the parts' MD5s, and how many they are. */
function etagOf(parts: readonly Part[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
}

function invalidPartOrder(): AwsError {
  return new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    { statusCode: 400 },
  );
}

function invalidPart({ PartNumber, ETag }: CompletedPart, { uploadId }: MultipartUpload): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    {
      statusCode: 400,
      fields: { UploadId: uploadId, PartNumber, ETag: ETag?.replaceAll('"', '') },
    },
  );
}

function entityTooSmall({ size, etag, number }: Part): AwsError {
  return new AwsError(
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    {
      statusCode: 400,
      fields: {
        ProposedSize: size,
        MinSizeAllowed: partBytesMin,
        PartNumber: number,
        ETag: etag,
      },
    },
  );
}

/** Of every part but the last: 5 MiB. */
const partBytesMin = 5 * 1024 ** 2;
