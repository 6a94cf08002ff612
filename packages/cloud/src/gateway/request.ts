import type { IncomingMessage } from 'node:http';

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
  readonly body: AsyncIterable<Uint8Array>;
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
    const name = raw[index]!.toLowerCase();
    const value = raw[index + 1]!;
    headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  return headers;
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/**
 * The whole body, or undefined when it is longer than `limitBytes`; then the rest is not read.
 */
export async function readBody(
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
