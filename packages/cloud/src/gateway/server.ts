import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { HttpReply } from '@tocsin/wire';
import { realTime } from '../kernel/clock.ts';
import { hostAllowed } from './hosts.ts';
import { type IncomingRequest, readRequest } from './request.ts';

/** Answers one request; gives undefined when the request is not for it. */
export type Door = (request: IncomingRequest) => Promise<HttpReply> | undefined;

export interface ServerOptions {
  /** Asked in their order; the last one answers everything. */
  readonly doors: readonly Door[];
  /** Host names besides loopback's own that are answered. */
  readonly extraHosts: readonly string[];
  readonly onDefect: (error: unknown) => void;
}

/** Everything that a client could use up has its limit here. */
const limits = {
  connections: 1_000,
  headerBytes: 32 * 1024,
  headersTimeoutMs: 10_000,
  /** An upload or a long poll included. */
  requestTimeoutMs: 300_000,
  keepAliveTimeoutMs: 65_000,
  /** How long requests under way may go on when the cloud stops. */
  lastRequestsMs: 1_000,
};

export function createGateway(options: ServerOptions): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      // Refused below with an error document; Node's own refusal has none.
      requireHostHeader: false,
      noDelay: true,
    },
    (message, response) => {
      answer(message, response, options).catch((error) => {
        options.onDefect(error);
        response.destroy();
      });
    },
  );
  server.maxConnections = limits.connections;
  server.on('clientError', answerBrokenHttp);
  server.on('checkExpectation', (_, response) => send(response, unknownExpectation()));
  return server;
}

/** Starts to listen; gives the port. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Takes no more requests, and ends when those under way are answered or have had their time. */
export async function close(server: Server) {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cancel = realTime.after(limits.lastRequestsMs, () => server.closeAllConnections());
  await closed;
  cancel();
}

async function answer(message: IncomingMessage, response: ServerResponse, options: ServerOptions) {
  const request = readRequest(message);
  if (!hostAllowed(request.headers.host, options.extraHosts)) {
    send(response, foreignHost());
    return;
  }
  for (const door of options.doors) {
    const reply = door(request);
    if (reply) {
      send(response, await reply);
      break;
    }
  }
}

function send(response: ServerResponse, reply: HttpReply) {
  const { body, headers } = reply;
  // What was not read of a refused body is read no further: the connection ends with the answer,
  // and the client has to know, lest it sends its next request there.
  if (!response.req.complete) headers.connection = 'close';
  if (body instanceof Readable) {
    response.writeHead(reply.status, headers);
    // A reader that goes away is no defect of ours, and a file that breaks off must not look whole.
    pipeline(body, response, (error) => error && response.destroy());
    return;
  }
  headers['content-length'] ??= String(Buffer.byteLength(body));
  response.writeHead(reply.status, headers);
  response.end(body);
}

const foreignHost = () =>
  refusal(
    403,
    'AccessDenied',
    'This host name is not answered here. Use the endpoint that `tocsin env` prints.',
  );

const unknownExpectation = () =>
  refusal(417, 'ExpectationFailed', 'The only expectation that is met is 100-continue.');

function refusal(status: number, code: string, message: string): HttpReply {
  const headers = { 'content-type': 'application/xml' };
  return { status, headers, body: errorDocument(code, message) };
}

function errorDocument(code: string, message: string): string {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${error}`;
}

/** Bytes that are no HTTP get the answer of AWS's front door: an error document, then the end. */
function answerBrokenHttp(fault: NodeJS.ErrnoException, socket: Socket) {
  if (fault.code === 'ECONNRESET' || !socket.writable) return;
  const [status, code] = brokenHttp[fault.code ?? ''] ?? ['400 Bad Request', 'BadRequest'];
  const body = errorDocument(code, 'An error occurred when parsing the HTTP request.');
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const brokenHttp: Readonly<Record<string, readonly [status: string, code: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'RequestHeaderSectionTooLarge'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'RequestTimeout'],
};
