import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FunctionCode } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { unpack, zipMaxBytes } from './archive.ts';
import { invalid, tooLarge } from './problems.ts';
import type { StoredCode, Version } from './state.ts';

/**
 * The zip of a call: inline, or an object that the caller may read.
 * @throws InvalidParameterValueException, RequestTooLargeException
 */
export async function zipOf(code: FunctionCode, context: Context): Promise<Uint8Array> {
  const { ZipFile, S3Bucket, S3Key } = code;
  if (code.ImageUri !== undefined) throw notImplemented('PackageType Image');
  if (ZipFile !== undefined && S3Bucket === undefined && S3Key === undefined) {
    return checked(ZipFile);
  }
  if (ZipFile === undefined && S3Bucket === undefined && S3Key === undefined) {
    throw invalid('Please provide a source for function code.');
  }
  if (ZipFile !== undefined || S3Bucket === undefined || S3Key === undefined) {
    throw invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.');
  }
  return checked(await fromS3(S3Bucket, S3Key, code.S3ObjectVersion, context));
}

/** A call from inside brings no object of S3. */
export function inlineZip({ ZipFile }: FunctionCode): Uint8Array {
  if (ZipFile === undefined) throw notImplemented('Code: S3Bucket in a call from inside');
  return checked(ZipFile);
}

function checked(zip: Uint8Array): Uint8Array {
  if (zip.length === 0) throw invalid('Uploaded file must be a non-empty zip');
  if (zip.length <= zipMaxBytes) return zip;
  throw tooLarge(
    `Request must be smaller than ${zipMaxBytes} bytes for the CreateFunction operation`,
  );
}

async function fromS3(Bucket: string, Key: string, version: string | undefined, context: Context) {
  const input = { Bucket, Key, ...(version === undefined ? undefined : { VersionId: version }) };
  const caller = { ...context.caller, invokedBy: 'lambda.amazonaws.com' };
  try {
    const { Body, ContentLength = 0 } = await context.request<{
      Body: Readable;
      ContentLength?: number;
    }>('s3', 'GetObject', input, { caller });
    if (ContentLength > zipMaxBytes) {
      Body.destroy();
      throw invalid(`Unzipped size must be smaller than ${zipMaxBytes} bytes`);
    }
    return await buffer(Body);
  } catch (error) {
    if (!(error instanceof AwsError) || error.fields?.Type === 'User') throw error;
    const { code, message } = error;
    throw invalid(
      `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`,
    );
  }
}

/** In a transaction: keeps a zip that can be unpacked. */
export function storeCode(zip: Uint8Array, context: Context): StoredCode {
  unpack(zip);
  return {
    blobId: context.blobs.put(zip),
    sizeBytes: zip.length,
    sha256: createHash('sha256').update(zip).digest('base64'),
  };
}

export async function readCode({ code }: Version, context: Context): Promise<Buffer> {
  const { blobId, sizeBytes } = code;
  return buffer(context.blobs.read([{ id: blobId, start: 0, end: sizeBytes - 1 }]));
}
