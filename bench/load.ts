import { connect } from 'node:net';

/** What a run of requests took. */
export interface LoadResult {
  readonly requests: number;
  readonly wallMs: number;
}

/**
 * Sends the same request bytes over `connections` kept-alive connections, one at a time on each,
 * until `requests` answers have come. Raw sockets, so that the client costs little. An answer that
 * is not 200 ends the run with an error.
 */
export async function load(
  port: number,
  request: Buffer,
  { requests, connections }: { requests: number; connections: number },
): Promise<LoadResult> {
  let left = requests;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => drive(port, request, () => left-- > 0)),
  );
  return { requests, wallMs: performance.now() - startMs };
}

/** Works one connection; a server that closes it after an answer is connected to again. */
function drive(port: number, request: Buffer, next: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const open = () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let received = Buffer.alloc(0);
      let waiting = true;
      socket.on('connect', () => socket.write(request));
      socket.on('error', reject);
      socket.on('close', () => {
        if (waiting) reject(new Error('The server closed the connection without an answer.'));
        else if (next()) open();
        else resolve();
      });
      socket.on('data', (chunk) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const size = answerSize(received);
        if (size === undefined || received.length < size) return;
        waiting = false;
        const head = received.subarray(0, size).toString('latin1');
        received = received.subarray(size);
        if (!/^HTTP\/1\.[01] 200/.test(head)) reject(new Error(head));
        else if (/\r\nconnection: close\r\n/i.test(head)) socket.end();
        else if (next()) {
          waiting = true;
          socket.write(request);
        } else {
          socket.end();
          resolve();
        }
      });
    };
    if (next()) open();
    else resolve();
  });
}

/** Bytes of the answer that begins here, or undefined while its head is not complete. */
function answerSize(received: Buffer): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = /content-length: (\d+)/i.exec(received.subarray(0, headEnd).toString('latin1'));
  if (!length) throw new Error('An answer without a content-length.');
  return headEnd + 4 + Number(length[1]);
}
