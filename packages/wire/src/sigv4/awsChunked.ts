import { type ChunkVerifier, createChunkVerifier, type SignatureChain } from './chunkSignatures.ts';
import { PayloadError, s3 } from './problems.ts';

export interface AwsChunkedOptions {
  /** `x-amz-decoded-content-length`: more or fewer bytes are an error. */
  readonly decodedLength: number;
  /** Undefined where chunks are not signed. */
  readonly chain?: SignatureChain;
  /** Lower-case names that must follow the last chunk; undefined where no trailer is announced. */
  readonly trailerNames?: readonly string[];
}

export interface AwsChunkedDecoder {
  /** The content within `bytes`, as views on them. Throws `PayloadError`. */
  write(bytes: Buffer): readonly Buffer[];
  /** The trailer's values by name. Throws `PayloadError` where the body stopped too early. */
  end(): Readonly<Record<string, string>>;
}

/**
 * Takes `aws-chunked` framing off a body as it streams:
 *
 *     hex-size[;chunk-signature=…] CRLF bytes CRLF  …  0[;chunk-signature=…] CRLF [trailer] CRLF
 *
 * A chunk's signature stands before its bytes and is checked after them, so that no chunk is ever
 * held back: what was written on is only good once `end` has returned.
 *
 * Source: S3 API Reference, "Signature Calculations for the Authorization Header: Transferring
 * Payload in Multiple Chunks", with and without "Including Trailing Headers".
 */
export function createAwsChunkedDecoder(options: AwsChunkedOptions): AwsChunkedDecoder {
  return new Decoder(options);
}

class Decoder implements AwsChunkedDecoder {
  readonly #decodedLength: number;
  readonly #chunkSignatures;
  readonly #lines = createLineReader();
  readonly #trailer;
  #state: 'size' | 'data' | 'dataEnd' | 'trailer' | 'done' = 'size';
  #remaining = 0;
  #decoded = 0;
  #sawShortChunk = false;

  constructor({ decodedLength, chain, trailerNames }: AwsChunkedOptions) {
    this.#decodedLength = decodedLength;
    this.#chunkSignatures = chain && createChunkVerifier(chain);
    this.#trailer = createTrailer(trailerNames, this.#chunkSignatures);
  }

  write(bytes: Buffer): readonly Buffer[] {
    const content: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#state === 'done') throw incompleteBody();
      if (this.#state === 'data') {
        const part = bytes.subarray(at, at + this.#remaining);
        at += part.length;
        content.push(part);
        this.#takeContent(part);
      } else {
        const text = this.#lines.read(bytes, at);
        at = this.#lines.position;
        if (text !== undefined) this.#takeLine(text);
      }
    }
    return content;
  }

  end(): Readonly<Record<string, string>> {
    const whole = this.#state === 'done' && this.#decoded === this.#decodedLength;
    if (!whole) throw incompleteBody();
    return this.#trailer.values;
  }

  #takeLine(text: string): void {
    if (this.#state === 'size') this.#open(text);
    else if (this.#state === 'trailer') {
      if (this.#trailer.takeLine(text)) this.#state = 'done';
    } else if (text === '') this.#state = 'size';
    else throw incompleteBody();
  }

  /** A chunk's first line: opens the chunk, or the trailer where the chunk is the last. */
  #open(text: string): void {
    const [, size, signature] = CHUNK_HEADER.exec(text) ?? [];
    if (size === undefined || (signature === undefined) !== (this.#chunkSignatures === undefined)) {
      throw incompleteBody();
    }
    this.#remaining = Number.parseInt(size, 16);
    if (this.#remaining > this.#decodedLength - this.#decoded) throw incompleteBody();
    // S3 takes a chunk below 8 KiB only as the last one with content.
    if (this.#remaining > 0 && this.#sawShortChunk) throw chunkTooSmall();
    this.#sawShortChunk = this.#remaining < MIN_CHUNK_SIZE;
    this.#chunkSignatures?.open(signature ?? '');
    if (this.#remaining > 0) this.#state = 'data';
    else {
      this.#chunkSignatures?.close();
      this.#state = 'trailer';
    }
  }

  #takeContent(bytes: Buffer): void {
    this.#chunkSignatures?.update(bytes);
    this.#decoded += bytes.length;
    this.#remaining -= bytes.length;
    if (this.#remaining > 0) return;
    this.#chunkSignatures?.close();
    this.#state = 'dataEnd';
  }
}

interface LineReader {
  /** Where in the last `bytes` the reading stopped. */
  readonly position: number;
  /** The line that ends in `bytes`, without its end, or undefined where none does. */
  read(bytes: Buffer, at: number): string | undefined;
}

function createLineReader(): LineReader {
  let position = 0;
  let pending = '';

  function read(bytes: Buffer, at: number): string | undefined {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline;
    if (pending.length + end - at > MAX_LINE_LENGTH) throw incompleteBody();
    const text = pending + bytes.toString('latin1', at, end);
    position = newline < 0 ? end : newline + 1;
    pending = newline < 0 ? text : '';
    if (newline < 0) return undefined;
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  return {
    read,
    get position() {
      return position;
    },
  };
}

interface Trailer {
  readonly values: Readonly<Record<string, string>>;
  /** True where the line ends the body. */
  takeLine(text: string): boolean;
}

function createTrailer(
  names: readonly string[] | undefined,
  signatures: ChunkVerifier | undefined,
): Trailer {
  const values: Record<string, string> = Object.create(null);
  let signedText = '';
  let sawEmptyLine = false;
  let isSigned = names === undefined || signatures === undefined;

  function takeLine(text: string): boolean {
    if (text === '') {
      // Some clients set an empty line before the trailer's signature.
      if (!isSigned && !sawEmptyLine) {
        sawEmptyLine = true;
        return false;
      }
      if (!isSigned) throw malformedTrailer();
      if (names?.some((name) => values[name] === undefined)) throw malformedTrailer();
      return true;
    }
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = text.slice(colon + 1).replace(EDGE_BLANKS, '');
    if (name === 'x-amz-trailer-signature' && !isSigned) {
      signatures?.verifyTrailer(signedText, value);
      isSigned = true;
      return false;
    }
    const isExpected = names?.includes(name) && values[name] === undefined;
    if (!isExpected || (signatures !== undefined && isSigned)) throw malformedTrailer();
    values[name] = value;
    signedText += `${name}:${value}\n`;
    return false;
  }

  return { values, takeLine };
}

function incompleteBody(): PayloadError {
  return new PayloadError(s3('IncompleteBody', 'The request body terminated unexpectedly', 400));
}

function malformedTrailer(): PayloadError {
  return new PayloadError(
    s3(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our ' +
        'published schema.',
      400,
    ),
  );
}

function chunkTooSmall(): PayloadError {
  return new PayloadError(
    s3(
      'InvalidChunkSizeError',
      'Only the last chunk is allowed to have a size less than 8192 bytes',
      403,
    ),
  );
}

/** The longest line: a chunk's header has some 90 characters, a trailer's some 120. */
const MAX_LINE_LENGTH = 1024;
const MIN_CHUNK_SIZE = 8192;
const CHUNK_HEADER = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/;
const EDGE_BLANKS = /^[ \t]+|[ \t]+$/g;
const NEWLINE = 0x0a;
