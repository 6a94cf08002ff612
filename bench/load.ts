import { connect, type Socket } from 'node:net';

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

function drive(port: number, request: Buffer, next: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = Buffer.alloc(0);
    const send = () => {
      if (next()) socket.write(request);
      else {
        socket.end();
        resolve();
      }
    };
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const size = answerSize(received);
      if (size === undefined || received.length < size) return;
      if (!received.subarray(0, 12).toString('latin1').endsWith('200')) {
        reject(new Error(received.toString('utf8')));
        return;
      }
      received = received.subarray(size);
      send();
    });
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
