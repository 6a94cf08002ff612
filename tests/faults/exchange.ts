import { connect } from 'node:net';

/** What came back for bytes that were sent over a connection of their own. */
export interface Exchange {
  /** `hung`: nobody ended the connection in time. */
  readonly end: 'closed' | 'hung';
  /** One for each request that the server saw in the bytes. */
  readonly replies: readonly Reply[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Sending {
  readonly bytes: Buffer;
  /** Ends our side when all is sent, so that the server knows that nothing more comes. */
  readonly thenEnd?: boolean;
}

/**
 * Sends bytes as they are and reads until the server ends the connection: a sound request has to
 * ask for that (`connection: close`).
 */
export function exchange(port: number, { bytes, thenEnd }: Sending): Promise<Exchange> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const timer = setTimeout(() => done('hung'), timeLimitMs);
    const done = (end: Exchange['end']) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ end, replies: readReplies(Buffer.concat(received)) });
    };
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('end', () => done('closed'));
    socket.on('close', () => done('closed'));
    // A server that has refused a request may reset the connection while we still send.
    socket.on('error', () => {});
    socket.write(bytes);
    if (thenEnd) socket.end();
  });
}

/** Far above what any request here may take. */
const timeLimitMs = 10_000;

/** A request in bytes, its body's length told unless the headers tell another. */
export function requestBytes(request: {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}): Buffer {
  const body = Buffer.from(request.body ?? '');
  const framed = 'content-length' in request.headers || 'transfer-encoding' in request.headers;
  const headers = {
    connection: 'close',
    ...(framed ? {} : { 'content-length': String(body.length) }),
    ...request.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${request.method} ${request.target} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function readReplies(bytes: Buffer): Reply[] {
  const replies: Reply[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd < 0) break;
    const [statusLine = '', ...lines] = rest.subarray(0, headEnd).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(headers['content-length'] ?? rest.length);
    const status = Number(statusLine.split(' ')[1]);
    // `100 Continue` is no answer.
    if (status >= 200) replies.push({ status, headers, body: rest.subarray(bodyStart, bodyEnd) });
    rest = rest.subarray(status < 200 ? bodyStart : bodyEnd);
  }
  return replies;
}
