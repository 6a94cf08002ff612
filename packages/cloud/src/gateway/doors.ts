import { parseSignature } from '@tocsin/wire/sigv4';
import { parseDuration, VirtualClock } from '../kernel/clock.ts';
import type { Parts } from '../kernel/context.ts';
import type { Credential } from '../kernel/identities.ts';
import { authenticate } from './authenticate.ts';
import { type IncomingRequest, readBody } from './request.ts';
import type { Door } from './server.ts';

/** What the private doors need of the running cloud besides its parts. */
export interface Control {
  readonly startedMs: number;
  readonly administrator: Credential;
  settled(): Promise<void>;
  /** Stops the cloud after the answer; with `forget`, its data goes too. */
  stop(options: { forget: boolean }): void;
}

/**
 * The private doors: what AWS has no API for. `GET /_tocsin/ready` is open; all others answer only
 * the administrator's signed requests (service name `tocsin`), with JSON.
 */
export function privateDoors(parts: Parts, control: Control): Door {
  return (request) => {
    if (!request.path.startsWith('/_tocsin/')) return undefined;
    return answer(parts, control, request).catch((error: unknown) => {
      if (error instanceof RangeError) return json(400, { message: error.message });
      throw error;
    });
  };
}

async function answer(parts: Parts, control: Control, request: IncomingRequest) {
  const name = `${request.method} ${request.path.slice('/_tocsin/'.length)}`;
  if (name === 'GET ready') return json(200, { ready: true });
  const body = await readBody(request.body, bodyLimitBytes);
  if (!body) return json(413, { message: `The body is longer than ${bodyLimitBytes} bytes.` });
  if (!isAdministrator(parts, control, request, body)) return json(403, { message: adminOnly });
  const door = doors[name];
  if (!door) return json(404, { message: `There is no private door '${name}'.` });
  return json(200, await door({ parts, control, query: new URLSearchParams(request.query), body }));
}

const adminOnly =
  'The private doors answer requests that the administrator of this cloud has signed ' +
  '(AWS Signature Version 4, service tocsin).';

function isAdministrator(parts: Parts, control: Control, request: IncomingRequest, body: Buffer) {
  const parsed = parseSignature(request, () => 'json');
  if (parsed === 'anonymous' || 'code' in parsed) return false;
  if (parsed.credential.service !== 'tocsin') return false;
  const cloudNowMs = parts.clock.now();
  const credential = authenticate(parts.identities, parsed, request, { body, cloudNowMs });
  if ('code' in credential) return false;
  const { userIdentity } = credential.identity;
  return userIdentity.arn === control.administrator.identity.userIdentity.arn;
}

interface Visit {
  readonly parts: Parts;
  readonly control: Control;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

const doors: Readonly<Record<string, (visit: Visit) => object | Promise<object>>> = {
  'GET status': ({ parts, control }) => ({
    accountId: parts.settings.accountId,
    region: parts.settings.region,
    endpoint: parts.settings.endpoint,
    pace: parts.settings.pace,
    smtp: parts.settings.smtpUrl !== undefined,
    clock: parts.clock.kind,
    nowMs: parts.clock.now(),
    startedMs: control.startedMs,
    pid: process.pid,
    records: parts.journal.lastSeq,
    jobs: parts.jobs.counts(),
    memoryBytes: process.memoryUsage().rss,
  }),
  'GET clock': ({ parts }) => ({ kind: parts.clock.kind, nowMs: parts.clock.now() }),
  'POST clock': async ({ parts, control, body }) => {
    const { clock } = parts;
    if (!(clock instanceof VirtualClock)) {
      throw new RangeError('The system clock cannot be moved. Start with --clock virtual.');
    }
    const advance = readAdvance(body);
    await clock.advance(parseDuration(advance), () => control.settled());
    return { kind: clock.kind, nowMs: clock.now() };
  },
  'GET mail': ({ parts, query }) => {
    const after = Number(query.get('after') ?? 0);
    if (!Number.isSafeInteger(after)) throw new RangeError("'after' is the id of a mail.");
    return { mails: parts.mailbox.read(after, mailsLimit) };
  },
  'POST reset': ({ control }) => {
    control.stop({ forget: true });
    return { stopping: true };
  },
  'POST down': ({ control }) => {
    control.stop({ forget: false });
    return { stopping: true };
  },
};

function readAdvance(body: Buffer): string {
  const question = new RangeError('Say how far: {"advance": "5m"}.');
  let asked: unknown;
  try {
    asked = JSON.parse(body.toString());
  } catch {
    throw question;
  }
  if (typeof asked === 'object' && asked !== null && 'advance' in asked) {
    if (typeof asked.advance === 'string') return asked.advance;
  }
  throw question;
}

const bodyLimitBytes = 64 * 1024;
const mailsLimit = 1_000;

function json(status: number, value: object) {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(value) };
}
