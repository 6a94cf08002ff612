import type { IncomingMessage } from 'node:http';
import { AwsError } from '../kernel/error.ts';

/** A request as it came, its body not yet read. Strings are one character a byte, as sent. */
export interface IncomingRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Lower-case names; the values of a repeated header are joined by `,`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIpAddress: string;
  readonly body: IncomingMessage;
}

export function readRequest(message: IncomingMessage): IncomingRequest {
  const url = message.url ?? '/';
  const question = url.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    query: question < 0 ? '' : url.slice(question + 1),
    headers: headersOf(message.rawHeaders),
    sourceIpAddress: plainAddress(message.socket.remoteAddress ?? ''),
    body: message,
  };
}

/** Node's own `headers` drop or space what is repeated; the signature covers all that was sent. */
function headersOf(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index < raw.length; index += 2) {
    const name = lowerCase(raw[index]!);
    const value = raw[index + 1]!;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before},${value}`;
  }
  return headers;
}

/** Clients send the same few names again and again. */
function lowerCase(name: string): string {
  const known = lowerCaseNames.get(name);
  if (known !== undefined) return known;
  if (lowerCaseNames.size >= knownNamesLimit) lowerCaseNames.clear();
  const lower = name.toLowerCase();
  lowerCaseNames.set(name, lower);
  return lower;
}

const lowerCaseNames = new Map<string, string>();
const knownNamesLimit = 500;

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/**
 * The whole body, or undefined when it is longer than `limitBytes`; then the rest is not read.
 * Events instead of `for await`: every request comes through here, and they cost half.
 */
export function readBody(body: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limitBytes) return;
      body.pause();
      resolve(undefined);
    });
    body.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size)));
    body.on('error', () => reject(incompleteBody()));
  });
}

/** The body as it comes. A client that goes away in the middle is no defect of ours. */
export async function* streamBody(body: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch {
    throw incompleteBody();
  }
}

function incompleteBody(): AwsError {
  const message =
    'You did not provide the number of bytes specified by the Content-Length HTTP header';
  return new AwsError('IncompleteBody', message, { statusCode: 400 });
}

/** The same of bytes that are checked while they pass. Throws what the check throws. */
export async function collectBody(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1
    ? Buffer.from(chunks[0]!.buffer, chunks[0]!.byteOffset, size)
    : Buffer.concat(chunks, size);
}
