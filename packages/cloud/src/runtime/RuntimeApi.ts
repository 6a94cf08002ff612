import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from './Worker.ts';

/**
 * The Runtime API of Lambda, on loopback. Each worker has its own path, which nobody can guess, so
 * that none can take another's event or answer for it.
 * Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda developer guide.
 */
export class RuntimeApi {
  readonly #workers = new Map<string, Worker>();
  readonly #server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true },
    (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
  );
  readonly listening: Promise<number>;

  constructor() {
    this.#server.listen(0, '127.0.0.1');
    // The box stays up for its own door, not for this one.
    this.#server.unref();
    this.listening = once(this.#server, 'listening').then(
      () => (this.#server.address() as AddressInfo).port,
    );
  }

  serve(worker: Worker) {
    this.#workers.set(worker.token, worker);
  }

  forget(worker: Worker) {
    this.#workers.delete(worker.token);
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const [, token = '', what = ''] = ofRuntime.exec(request.url ?? '') ?? [];
    const worker = this.#workers.get(token);
    if (!worker) return reply(response, 404);
    if (request.method === 'GET' && what === 'invocation/next') return worker.next(response);
    const body = await bodyOf(request, responseMaxBytes);
    const [, requestId = '', kind] = /^invocation\/([\w-]+)\/(response|error)$/.exec(what) ?? [];
    if (what === 'init/error') worker.failed(body ?? '');
    else if (kind !== undefined && requestId !== worker.requestId) return reply(response, 400);
    else if (kind !== undefined && body === undefined) {
      worker.failed(JSON.stringify(tooLarge));
      return reply(response, 413);
    } else if (kind === 'response') worker.answered(body!);
    else if (kind === 'error') worker.failed(body!);
    else return reply(response, 404);
    reply(response, 202);
  }
}

const ofRuntime = /^\/([0-9a-f]+)\/2018-06-01\/runtime\/(.+)$/;

function reply(response: ServerResponse, status: number) {
  const body = JSON.stringify({ status: status < 300 ? 'OK' : 'error' });
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** The whole body, or undefined where it is too long; then the rest is thrown away. */
async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  return size <= maxBytes ? Buffer.concat(chunks).toString() : undefined;
}

/** Of a synchronous answer (Lambda quotas): 6 MB and a little. */
const responseMaxBytes = 6_291_556;

const tooLarge = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage:
    'Response payload size exceeded maximum allowed payload size ' + `(${responseMaxBytes} bytes).`,
};
