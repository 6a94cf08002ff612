import { createHash, createHmac } from 'node:crypto';
import { Failure } from '../command.ts';
import type { Box } from './runFile.ts';

/** What `GET /_tocsin/status` answers. */
export interface Status {
  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string;
  readonly pace: string;
  readonly smtp: boolean;
  readonly clock: 'system' | 'virtual';
  readonly nowMs: number;
  readonly startedMs: number;
  readonly pid: number;
  /** CloudTrail records written since the data folder began. */
  readonly records: number;
  readonly jobs: Readonly<Record<string, number>>;
  readonly memoryBytes: number;
}

/** What `GET /_tocsin/mail` answers, one of them. */
export interface Mail {
  readonly id: number;
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly delivery: 'relayed' | 'kept';
}

export interface ClockReading {
  readonly kind: 'system' | 'virtual';
  readonly nowMs: number;
}

/** What AWS has no API for. Throws a Failure when the box does not answer, or refuses. */
export function privateDoors(box: Box) {
  const ask = <Answer>(method: 'GET' | 'POST', path: string, body?: object) =>
    askBox(box, method, path, body) as Promise<Answer>;
  return {
    status: () => ask<Status>('GET', '/_tocsin/status'),
    clock: () => ask<ClockReading>('GET', '/_tocsin/clock'),
    /** Moves a virtual clock by a duration like `5m`. */
    advance: (by: string) => ask<ClockReading>('POST', '/_tocsin/clock', { advance: by }),
    /** The mails after the one with this id, oldest first, at most 1,000. */
    mailAfter: async (id: number) =>
      (await ask<{ mails: Mail[] }>('GET', `/_tocsin/mail?after=${id}`)).mails,
    reset: () => ask<object>('POST', '/_tocsin/reset'),
    down: () => ask<object>('POST', '/_tocsin/down'),
  };
}

/** Readiness is open to everyone. */
export async function isReady(endpoint: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(readyTimeoutMs);
    return (await fetch(`${endpoint}/_tocsin/ready`, { signal })).ok;
  } catch {
    return false;
  }
}

const readyTimeoutMs = 2_000;
/** Advancing a virtual clock by a year runs all that falls due in it. */
const answerTimeoutMs = 120_000;

async function askBox(box: Box, method: string, path: string, body?: object): Promise<unknown> {
  const { url, headers, text } = await sign(box, method, path, body);
  const signal = AbortSignal.timeout(answerTimeoutMs);
  const response = await fetch(url, { method, headers, body: text ?? null, signal }).catch(
    (error: Error & { cause?: Error }) => {
      const reason = error.cause?.message ?? error.message;
      throw new Failure(`The box at ${box.endpoint} does not answer (${reason}).`);
    },
  );
  const answer = (await response.json()) as { message?: string };
  if (!response.ok) throw new Failure(`The box at ${box.endpoint} says: ${answer.message}`);
  return answer;
}

async function sign(box: Box, method: string, path: string, body?: object) {
  // Loaded when needed: help and wrong options are answered without it.
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const url = new URL(path, box.endpoint);
  const text = body && JSON.stringify(body);
  const { accessKeyId, secretAccessKey, region } = box;
  const signer = new SignatureV4({
    service: 'tocsin',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(text ? { 'content-type': 'application/json' } : {}) },
    body: text,
  });
  // fetch writes the Host header by itself, and the same. A connection that is kept would keep the
  // box from ending at once.
  const { host, ...others } = headers;
  return { url, headers: { ...others, connection: 'close' }, text };
}

/** The hash the signer asks for, by Node. */
class Sha256 {
  readonly #hash;

  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: SourceData) {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

type SourceData = string | ArrayBuffer | ArrayBufferView;

function bytes(data: SourceData): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
