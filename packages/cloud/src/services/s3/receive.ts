import { createHash } from 'node:crypto';
import type { StagedBlob } from '../../kernel/blobs.ts';
import {
  type ChecksumAlgorithm,
  createChecksum,
  type PayloadSummary,
} from '../../kernel/checksum.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { announcedAlgorithm, type ChecksumMembers } from './checksums.ts';
import { invalidRequest } from './problems.ts';

/** Bytes that came in and are not part of the state yet. */
export interface Received {
  readonly bytes: StagedBlob | Uint8Array;
  readonly size: number;
  /** MD5 in hexadecimal. */
  readonly etag: string;
  /** The checksum that the client sent and that holds. */
  readonly sent?: Checksum | undefined;
  /** The checksum in the algorithm that was asked for, where the client did not send it. */
  readonly computed?: Checksum | undefined;
}

interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/**
 * Takes in the body of an upload. Hash, framing and checksums of the request are verified by the
 * stream itself, which throws where they do not hold. Throws EntityTooLarge.
 */
export async function receive(
  input: ChecksumMembers & { readonly Body?: unknown },
  wanted: ChecksumAlgorithm,
  context: Context,
): Promise<Received> {
  const announced = announcedAlgorithm(input);
  const digest = openDigest(announced === wanted ? undefined : wanted);
  let sent: Checksum | undefined;
  async function* watched() {
    const summary = yield* unbroken(input.Body as Body);
    sent = summary?.checksum;
    if (announced !== undefined && sent === undefined) {
      throw invalidRequest(
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      );
    }
  }
  const bytes = await context.blobs.stage(watched(), digest.update);
  return { bytes, ...digest.end(), sent };
}

type Body = AsyncGenerator<Buffer, PayloadSummary | undefined>;

/** A client that goes away in the middle of its upload is a client's error, not a defect. */
async function* unbroken(body: Body): Body {
  try {
    return yield* body;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    throw new AwsError(
      'RequestTimeout',
      'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
      { statusCode: 400 },
    );
  }
}

/** `receive` for what another service hands over in memory. */
export function receiveNow(body: unknown, wanted: ChecksumAlgorithm): Received {
  const bytes = typeof body === 'string' ? Buffer.from(body) : ((body ?? none) as Uint8Array);
  const digest = openDigest(wanted);
  digest.update(bytes);
  return { bytes, ...digest.end() };
}

/** In a transaction: makes the bytes part of the state. Gives the blob's id. */
export function keep({ bytes }: Received, context: Context): string {
  return bytes instanceof Uint8Array ? context.blobs.put(bytes) : context.blobs.keep(bytes);
}

/** Throws the bytes away when the call that brought them failed. */
export function abandon(received: Received | undefined, context: Context) {
  if (received && !(received.bytes instanceof Uint8Array)) context.blobs.discard(received.bytes);
}

function openDigest(algorithm: ChecksumAlgorithm | undefined) {
  const md5 = createHash('md5');
  const checksum = algorithm && createChecksum(algorithm);
  let size = 0;
  return {
    update: (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > uploadLimitBytes) throw entityTooLarge(size);
      md5.update(chunk);
      checksum?.update(chunk);
    },
    end: () => ({
      size,
      etag: md5.digest('hex'),
      computed: checksum && { algorithm: algorithm!, value: checksum.digest() },
    }),
  };
}

function entityTooLarge(size: number): AwsError {
  return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    statusCode: 400,
    fields: { ProposedSize: size, MaxSizeAllowed: uploadLimitBytes },
  });
}

const none = new Uint8Array();
/** Of one put and of one part: 5 GiB. */
export const uploadLimitBytes = 5 * 1024 ** 3;
