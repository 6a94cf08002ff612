import { createHash } from 'node:crypto';
import { createAwsChunkedDecoder } from './awsChunked.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  createChecksum,
} from './checksum.ts';
import type { SignatureChain } from './chunkSignatures.ts';
import { PayloadError, s3 } from './problems.ts';
import { type ParsedSignature, payloadKinds, type SignedRequest, scopeOf } from './signature.ts';
import { signingKey } from './signingKey.ts';

export interface PayloadOptions {
  /** Undefined for an anonymous request, whose chunks cannot be signed. */
  readonly signer?: { readonly parsed: ParsedSignature; readonly secretAccessKey: string };
  /**
   * Whether an `x-amz-checksum-…` *header* is of this body. It is for PutObject and UploadPart; for
   * CompleteMultipartUpload it is the object's. A trailer is always of the body.
   */
  readonly checksumHeader: boolean;
}

/** The content of an S3 body, checked as it streams. Nothing of it is kept. */
export interface Payload {
  /** The content within `bytes`, as views on them. Throws `PayloadError`. */
  write(bytes: Buffer): readonly Buffer[];
  /** To be called at the body's end, before anything of it counts. Throws `PayloadError`. */
  end(): PayloadSummary;
}

export interface PayloadSummary {
  /** Bytes of content, without framing. */
  readonly length: number;
  /** The checksum that the client sent and that holds, in base64. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/**
 * Opens the body of an S3 request by what `x-amz-content-sha256` says of it: a hash, nothing, or
 * `aws-chunked` with or without signed chunks and a trailer. Throws `PayloadError` where the
 * headers contradict each other.
 */
export function openPayload(request: SignedRequest, options: PayloadOptions): Payload {
  const { headers } = request;
  const kind = options.signer?.parsed.payloadHash ?? headers['x-amz-content-sha256'];
  const isChunked = kind?.startsWith('STREAMING-') ?? false;
  const content = isChunked ? openChunks(request, options, kind ?? '') : openPlain(kind);
  const trailerName = isChunked ? headers['x-amz-trailer']?.toLowerCase() : undefined;
  const declared = declaredChecksum(headers, options.checksumHeader, trailerName);
  const checksum = declared && createChecksum(declared.algorithm);
  const md5 = openMd5(headers['content-md5']);
  let length = 0;

  return {
    write: (bytes) => {
      const parts = content.write(bytes);
      for (const part of parts) {
        length += part.length;
        checksum?.update(part);
        md5?.update(part);
      }
      return parts;
    },
    end: () => {
      const trailer = content.end();
      md5?.verify();
      if (declared === undefined || checksum === undefined) return { length };
      const expected = declared.value ?? trailer[declared.name] ?? '';
      const value = verifyChecksum(declared, checksum, expected);
      return { length, checksum: { algorithm: declared.algorithm, value } };
    },
  };
}

/** `openPayload` over a stream; returns the summary when the body has held to its end. */
export async function* readPayload(
  source: AsyncIterable<Buffer>,
  payload: Payload,
): AsyncGenerator<Buffer, PayloadSummary> {
  for await (const bytes of source) yield* payload.write(bytes);
  return payload.end();
}

interface Content {
  write(bytes: Buffer): readonly Buffer[];
  end(): Readonly<Record<string, string>>;
}

function openPlain(kind: string | undefined): Content {
  if (kind === undefined || kind === payloadKinds.unsigned) {
    return { write: (bytes) => [bytes], end: () => ({}) };
  }
  const hash = createHash('sha256');
  return {
    write: (bytes) => {
      hash.update(bytes);
      return [bytes];
    },
    end: () => {
      const computed = hash.digest('hex');
      if (computed === kind) return {};
      throw new PayloadError(
        s3(
          'XAmzContentSHA256Mismatch',
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          400,
          { ClientComputedContentSHA256: kind, S3ComputedContentSHA256: computed },
        ),
      );
    },
  };
}

function openChunks({ headers }: SignedRequest, options: PayloadOptions, kind: string): Content {
  const decodedLength = headers['x-amz-decoded-content-length'];
  if (decodedLength === undefined || !LENGTH.test(decodedLength)) {
    throw new PayloadError(
      s3('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411),
    );
  }
  const hasTrailer = kind.endsWith('-TRAILER');
  const trailerName = headers['x-amz-trailer'];
  if (hasTrailer !== (trailerName !== undefined)) {
    throw new PayloadError(
      s3('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported', 400),
    );
  }
  return createAwsChunkedDecoder({
    decodedLength: Number(decodedLength),
    ...(trailerName !== undefined && { trailerNames: [trailerName.toLowerCase()] }),
    ...(kind !== payloadKinds.unsignedTrailer && { chain: signatureChain(options.signer) }),
  });
}

function signatureChain(signer: PayloadOptions['signer']): SignatureChain {
  if (signer === undefined) {
    throw new PayloadError(s3('AccessDenied', 'Access Denied', 403));
  }
  const { credential, amzDate, signature } = signer.parsed;
  return {
    signingKey: signingKey(signer.secretAccessKey, credential),
    amzDate,
    scope: scopeOf(credential),
    seed: signature,
  };
}

/** The older check beside the checksums: `Content-MD5`, of the content without its framing. */
function openMd5(expected: string | undefined) {
  if (expected === undefined) return undefined;
  if (!MD5.test(expected)) {
    throw new PayloadError(s3('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400));
  }
  const hash = createHash('md5');
  return {
    update: (bytes: Buffer) => void hash.update(bytes),
    verify: () => {
      const computed = hash.digest('base64');
      if (computed === expected) return;
      const message = 'The Content-MD5 you specified did not match what we received.';
      const detail = { ExpectedDigest: expected, CalculatedDigest: computed };
      throw new PayloadError(s3('BadDigest', message, 400, detail));
    },
  };
}

interface DeclaredChecksum {
  readonly name: string;
  readonly algorithm: ChecksumAlgorithm;
  /** Undefined where it comes in the trailer. */
  readonly value?: string;
}

/** The one checksum that header or trailer announce. */
function declaredChecksum(
  headers: SignedRequest['headers'],
  readHeader: boolean,
  trailerName: string | undefined,
): DeclaredChecksum | undefined {
  const declared: DeclaredChecksum[] = [];
  if (trailerName !== undefined) {
    declared.push({ name: trailerName, algorithm: algorithmOf(trailerName) });
  }
  for (const name in headers) {
    if (!readHeader || !name.startsWith(PREFIX) || NOT_A_CHECKSUM.has(name)) continue;
    declared.push({ name, algorithm: algorithmOf(name), value: headers[name] ?? '' });
  }
  if (declared.length < 2) return declared[0];
  throw new PayloadError(
    s3(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
      400,
    ),
  );
}

function algorithmOf(name: string): ChecksumAlgorithm {
  const algorithm = checksumAlgorithms.find((known) => name === PREFIX + known);
  if (algorithm !== undefined) return algorithm;
  throw new PayloadError(
    s3(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented.',
      501,
      { Header: name },
    ),
  );
}

function verifyChecksum(
  { name, algorithm }: DeclaredChecksum,
  checksum: Checksum,
  expected: string,
): string {
  const computed = checksum.digest();
  if (computed === expected) return computed;
  if (!BASE64.test(expected) || expected.length !== computed.length) {
    throw new PayloadError(s3('InvalidRequest', `Value for ${name} header is invalid.`, 400));
  }
  const shown = algorithm.toUpperCase();
  throw new PayloadError(
    s3('BadDigest', `The ${shown} you specified did not match the calculated checksum.`, 400),
  );
}

const PREFIX = 'x-amz-checksum-';
const NOT_A_CHECKSUM: ReadonlySet<string> = new Set([
  'x-amz-checksum-algorithm',
  'x-amz-checksum-mode',
  'x-amz-checksum-type',
]);
/** 16 bytes in base64. */
const MD5 = /^[A-Za-z0-9+/]{22}==$/;
const LENGTH = /^\d{1,15}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
