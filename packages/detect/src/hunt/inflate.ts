import { createGunzip, gunzipSync } from 'node:zlib';
import { BrokenLog } from './BrokenLog.ts';

/** Files up to here are inflated at once, which is fastest. CloudTrail's are nearly all smaller. */
const wholeBytesMax = 4_000_000;
const wholeInflatedBytesMax = 16_000_000;

/** What is inflated in one step becomes at most a thousand times as much. */
const stepBytes = 16_384;

/**
 * Records inflate to some 10 to 50 times their size, and gzip can do no more than 1,032 times: what
 * comes near it was made to exhaust its reader.
 */
const inflationMax = 200;
const inflationAllowedBytes = 64_000_000;

/**
 * The bytes of a log without gzip, whatever its name says. What was well is given before a
 * `BrokenLog` is thrown for what is not.
 */
export async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await gathered(iterator);
  if (first.length === 0) return;
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    const kind = foreign.find(({ magic }) => first.subarray(0, magic.length).equals(magic));
    if (kind) throw new BrokenLog(kind.reason);
    yield first;
    yield* rest(iterator);
    return;
  }
  const next = await iterator.next();
  const whole = next.done && inflatedAtOnce(first);
  if (whole) {
    yield whole;
    free(whole);
    return;
  }
  yield* inflatedBySteps(
    (async function* () {
      yield first;
      if (next.done) return;
      yield next.value;
      yield* rest(iterator);
    })(),
  );
}

/** Undefined where something is wrong, or much. */
function inflatedAtOnce(bytes: Buffer): Buffer | undefined {
  // The last four bytes tell the size, unless somebody lies: room for it spares copies.
  const toldBytes = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  if (bytes.length > wholeBytesMax || toldBytes > wholeInflatedBytesMax) return undefined;
  try {
    return gunzipSync(bytes, {
      maxOutputLength: wholeInflatedBytesMax,
      chunkSize: Math.max(toldBytes + 1, 1 << 16),
    });
  } catch {
    return undefined;
  }
}

/**
 * Takes away the memory of bytes that were read. Waiting for the garbage collector would be slower
 * and take much more of it, since it does not see how large they are.
 */
function free({ buffer }: Buffer) {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

async function* inflatedBySteps(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  let pieces: Buffer[] = [];
  let failure: Error | undefined;
  let settle = () => {};
  let takenBytes = 0;
  let givenBytes = 0;
  gunzip.on('data', (piece: Buffer) => pieces.push(piece));
  gunzip.on('error', (error) => {
    failure = error;
    settle();
  });
  const step = (begin: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      settle = resolve;
      begin(() => resolve());
    });
  const taken = () => {
    const some = pieces;
    pieces = [];
    for (const piece of some) givenBytes += piece.length;
    if (givenBytes > inflationAllowedBytes && givenBytes > takenBytes * inflationMax) {
      throw new BrokenLog(`inflates more than ${inflationMax} times, which no log does`);
    }
    return some;
  };
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && failure === undefined; at += stepBytes) {
        const bytes = chunk.subarray(at, at + stepBytes);
        takenBytes += bytes.length;
        await step((done) => gunzip.write(bytes, done));
        yield* taken();
      }
      if (failure) break;
    }
    if (failure === undefined) await step((done) => gunzip.once('end', done).end());
    yield* taken();
    if (failure) throw new BrokenLog(reasonOf(failure));
  } finally {
    gunzip.destroy();
  }
}

const reasonOf = ({ message }: Error): string =>
  message === 'unexpected end of file'
    ? 'is cut off: its gzip has no end'
    : `is damaged: ${message}`;

const foreign = [
  { magic: Buffer.from('PK\u0003\u0004'), reason: 'is a zip archive' },
  { magic: Buffer.from('PAR1'), reason: 'is a Parquet file: hunt on Athena' },
  { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), reason: 'is compressed with zstd, not gzip' },
  { magic: Buffer.from('BZh'), reason: 'is compressed with bzip2, not gzip' },
];

/** As much as tells what it is; pipes may give single bytes. */
async function gathered(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < 4) {
    const { value, done } = await iterator.next();
    if (done) break;
    const { buffer, byteOffset, byteLength } = value;
    const chunk = Buffer.from(buffer, byteOffset, byteLength);
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
  }
  return bytes;
}

async function* rest(iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  for (;;) {
    const { value, done } = await iterator.next();
    if (done) return;
    yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
}
