import type { Tag } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import type { RecordResource } from '../../kernel/operation.ts';
import { type BucketInput, bucketArn, type ObjectInput } from './state.ts';

/**
 * What the records of S3 say. Their parameters are not the API's members: they repeat the request
 * as it came, with query and headers by their own names, the sub-resource (`?policy`) as an empty
 * one and the body by the name of its root.
 */
interface RecordFacts<Input, Output> {
  readonly eventName?: string;
  /** The constant part of the query. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: (input: Input) => Record<string, unknown> | undefined;
  /** The answer tells how the object was encrypted, and so does the record. */
  readonly tellsEncryption?: true;
  readonly transfer?: (input: Input, output: Output, context: Context) => Transfer;
}

/** What went over the wire, and how it was encrypted at rest. */
export interface Transfer {
  readonly objectSize?: number | undefined;
  readonly bytesTransferredIn?: number | undefined;
  readonly bytesTransferredOut?: number | undefined;
  readonly SSEApplied?: 'Default_SSE_S3' | 'SSE_S3' | undefined;
}

/** Records of calls on a bucket. */
export function bucketRecord<Input extends BucketInput, Output>(
  facts: RecordFacts<Input, Output> = {},
) {
  return record(facts, ({ Bucket = '' }: Input) => [
    { type: 'AWS::S3::Bucket', ARN: bucketArn(Bucket) },
  ]);
}

/** Records of calls on whatever objects the bucket has. */
export function listingRecord<Input extends BucketInput, Output>(
  facts: RecordFacts<Input, Output> = {},
) {
  return record(facts, ({ Bucket = '' }: Input) => [
    { type: 'AWS::S3::Object', ARNPrefix: `${bucketArn(Bucket)}/` },
    { type: 'AWS::S3::Bucket', ARN: bucketArn(Bucket) },
  ]);
}

/** Records of calls on one object. */
export function objectRecord<Input extends ObjectInput, Output>(
  facts: RecordFacts<Input, Output> = {},
) {
  return record(facts, ({ Bucket = '', Key = '' }: Input) => [
    { type: 'AWS::S3::Bucket', ARN: bucketArn(Bucket) },
    { type: 'AWS::S3::Object', ARN: `${bucketArn(Bucket)}/${Key}` },
  ]);
}

export function record<Input extends object, Output>(
  { eventName, query, body, tellsEncryption, transfer }: RecordFacts<Input, Output>,
  resources: (input: Input) => RecordResource[],
) {
  return {
    ...(eventName === undefined ? undefined : { eventName }),
    request: (input: Input, context: Context) => ({
      ...parametersOf(input, context),
      ...query,
      ...body?.(input),
    }),
    response: () => (tellsEncryption ? { 'x-amz-server-side-encryption': 'AES256' } : null),
    additional: (input: Input, output: Output, context: Context) => ({
      ...authenticationOf(context),
      ...transfer?.(input, output, context),
    }),
    resources,
  };
}

/** The document of a body, as its XML reads when one takes it for JSON. */
export function xmlDocument(elements: object): Record<string, unknown> {
  return { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', ...elements };
}

/** A list is told from one element only by there being several. */
export function xmlList(items: readonly unknown[]): unknown {
  return items.length === 1 ? items[0] : items;
}

export function tagSetDocument(tags: readonly Tag[] = []): Record<string, unknown> {
  return xmlDocument({ TagSet: { Tag: xmlList(tags) } });
}

/** Members that come in the path, the query or a header, under the names they have there. */
const recordedNames: Readonly<Record<string, string>> = {
  Bucket: 'bucketName',
  Key: 'key',
  ACL: 'x-amz-acl',
  ContinuationToken: 'continuation-token',
  CopySource: 'x-amz-copy-source',
  CopySourceRange: 'x-amz-copy-source-range',
  Delimiter: 'delimiter',
  EncodingType: 'encoding-type',
  FetchOwner: 'fetch-owner',
  KeyMarker: 'key-marker',
  Marker: 'marker',
  MaxBuckets: 'max-buckets',
  MaxKeys: 'max-keys',
  MaxParts: 'max-parts',
  MaxUploads: 'max-uploads',
  MetadataDirective: 'x-amz-metadata-directive',
  PartNumber: 'partNumber',
  PartNumberMarker: 'part-number-marker',
  Prefix: 'prefix',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  StartAfter: 'start-after',
  StorageClass: 'x-amz-storage-class',
  TaggingDirective: 'x-amz-tagging-directive',
  UploadId: 'uploadId',
  UploadIdMarker: 'upload-id-marker',
};

function parametersOf(input: object, { caller }: Context): Record<string, unknown> {
  const values = input as Readonly<Record<string, unknown>>;
  const parameters: Record<string, unknown> = {};
  for (const member in recordedNames) {
    const value = values[member];
    if (value !== undefined) parameters[recordedNames[member]!] = String(value);
    if (member === 'Bucket' && caller.host) parameters.Host = caller.host;
  }
  return parameters;
}

function authenticationOf({ caller }: Context): Record<string, unknown> {
  if (caller.accessKeyId === undefined) return {};
  return {
    SignatureVersion: 'SigV4',
    AuthenticationMethod: caller.presigned ? 'QueryString' : 'AuthHeader',
  };
}
