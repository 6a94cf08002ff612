import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type Detector, findingsReader } from './findings.ts';
import { Calls } from './gateway/call.ts';
import { type Control, privateDoors } from './gateway/doors.ts';
import { pagesDoor } from './gateway/pages.ts';
import { Registry } from './gateway/registry.ts';
import { Road } from './gateway/road.ts';
import { close, createGateway, listen } from './gateway/server.ts';
import { Blobs } from './kernel/blobs.ts';
import { serviceCaller } from './kernel/caller.ts';
import { type Clock, parseDuration, realTime, systemClock, VirtualClock } from './kernel/clock.ts';
import { Context, type Parts } from './kernel/context.ts';
import { type DataLocation, openDatabase } from './kernel/database.ts';
import type { Credential } from './kernel/identities.ts';
import { createIds } from './kernel/ids.ts';
import { Jobs } from './kernel/jobs.ts';
import { Journal } from './kernel/journal.ts';
import { journalReaders } from './kernel/journalReaders.ts';
import { Mailbox } from './kernel/mailbox.ts';
import { Memory } from './kernel/memory.ts';
import type { Settings } from './kernel/settings.ts';
import { Store } from './kernel/store.ts';
import { openVault } from './kernel/vault.ts';
import { createIdentities } from './services/iam/identities.ts';
import { services } from './services/index.ts';
import { createServiceControl } from './services/organizations/serviceControl.ts';
import { recordServiceEvent } from './trail/serviceEvent.ts';

export { DataFolderError, DataFolderInUse } from './kernel/database.ts';
export type { Mail } from './kernel/mailbox.ts';

export interface CloudOptions {
  readonly data: DataLocation;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The address to listen on; loopback by default. */
  readonly host?: string;
  /** Further `Host` names that are answered, lower case. */
  readonly extraHosts?: readonly string[];
  readonly accountId?: string;
  readonly region?: string;
  readonly pace?: Settings['pace'];
  readonly clock?: 'system' | 'virtual';
  /** Where a virtual clock starts, milliseconds since the epoch; real time by default. */
  readonly startMs?: number;
  /** The administrator's access key, for those who need a fixed one. */
  readonly adminKey?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly smtpUrl?: string;
  readonly mailFrom?: string;
  /** Looks at each record; what it finds is kept in the log group `/tocsin/findings`. */
  readonly detector?: Detector;
  /** Makes every id of the run the same again. Access keys can be guessed then: for tests. */
  readonly seed?: number;
  /** Told of defects of ours: what no caller should ever see. */
  readonly onDefect?: (error: unknown) => void;
  /** Told when the cloud ended by itself: `tocsin down`, `tocsin reset`, a full disk. */
  readonly onStopped?: (reason: StopReason) => void;
}

/** A running cloud. */
export interface Cloud {
  readonly endpoint: string;
  readonly port: number;
  readonly settings: Settings;
  readonly administrator: Credential;
  readonly parts: Parts;
  /** Resolves when nothing is due or under way: deliveries done, mails sent. */
  settled(): Promise<void>;
  /** Moves a virtual clock: `advance('5m')`. */
  advance(by: string): Promise<void>;
  stop(): Promise<void>;
}

/** The composition root: the only place that puts the parts together. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const onDefect = options.onDefect ?? ((error) => console.error(error));
  const assembly = assemble(options, onDefect, (error) => {
    onDefect(error);
    void end('fatal');
  });
  const { parts, settings, registry } = assembly;
  const administrator = parts.identities.administrator(options.adminKey);
  const settled = () => settle(parts);
  const control: Control = {
    startedMs: parts.clock.now(),
    administrator,
    settled,
    stop: ({ forget }) => void end(forget ? 'reset' : 'down'),
  };
  const server = createGateway({
    doors: [
      privateDoors(parts, control),
      pagesDoor(parts, registry.specs),
      (request) => assembly.road.answer(request),
    ],
    extraHosts: options.extraHosts ?? [],
    onDefect,
  });
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  settings.endpoint = `http://${reachableName(options.host)}:${port}`;
  setInMotion(assembly, onDefect, options.detector);

  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopParts(server, parts));
  const end = async (reason: StopReason) => {
    await stop();
    if (reason === 'reset' && options.data !== 'memory') forgetData(options.data.folder);
    options.onStopped?.(reason);
  };
  const { endpoint } = settings;
  const advance = (by: string) => {
    if (!(parts.clock instanceof VirtualClock)) throw new Error('The system clock stays its own.');
    return parts.clock.advance(parseDuration(by), settled);
  };
  return { endpoint, port, settings, administrator, parts, settled, advance, stop };
}

export type StopReason = 'down' | 'reset' | 'fatal';

interface Assembly {
  readonly parts: Parts;
  /** The parts' settings; the endpoint is known once the port is. */
  readonly settings: { -readonly [Name in keyof Settings]: Settings[Name] };
  readonly registry: Registry;
  readonly road: Road;
  readonly contextAt: (place: { accountId: string; region: string }) => Context;
}

function assemble(
  options: CloudOptions,
  onDefect: (error: unknown) => void,
  onFatal: (error: unknown) => void,
): Assembly {
  const clock: Clock =
    options.clock === 'virtual'
      ? new VirtualClock(options.startMs ?? realTime.nowMs())
      : systemClock();
  const ids = createIds(options.seed);
  const store = new Store(openDatabase(options.data), onFatal);
  const vault = openVault(options.data);
  const settings = { ...defaults, ...settingsOf(options), endpoint: '' };
  const contextAt: Assembly['contextAt'] = (place) =>
    new Context(parts, {
      ...place,
      caller: serviceCaller('tocsin.amazonaws.com', { accountId: place.accountId }),
      requestId: ids.uuid(),
    });
  const parts: Parts = {
    settings,
    clock,
    ids,
    store,
    journal: new Journal(store),
    jobs: new Jobs({ store, clock, ids, contextAt, onError: onDefect }),
    blobs: new Blobs(store, ids, options.data),
    vault,
    mailbox: new Mailbox(store),
    identities: createIdentities({
      ...{ store, vault, ids, clock, settings },
      serviceControl: createServiceControl({ store, clock, settings }),
    }),
    memory: new Memory(settings),
    dispatch: (call, context) => calls.dispatch(call, context),
    request: (call, context) => calls.request(call, context),
    recordServiceEvent: (event, context) => recordServiceEvent(event, parts, context),
  };
  const registry = new Registry(services);
  const calls = new Calls(parts, registry);
  return { parts, settings, registry, road: new Road(parts, registry, calls, onDefect), contextAt };
}

/** From here on jobs run and the journal is read. */
function setInMotion(
  assembly: Assembly,
  onDefect: (error: unknown) => void,
  detector: Detector | undefined,
) {
  const { parts, settings, registry, contextAt } = assembly;
  const { store, jobs, journal } = parts;
  for (const { jobs: kinds } of registry.specs) jobs.register(kinds ?? []);
  store.transact(() => {
    for (const { boot } of registry.specs) boot?.(contextAt(settings));
  });
  const readers = [...registry.specs].flatMap(({ journal }) => journal ?? []);
  if (detector) readers.push(findingsReader(detector));
  const wakeReaders = journalReaders(readers, () => contextAt(settings), onDefect);
  store.onCommitted(() => wakeReaders(journal.lastSeq));
  jobs.start();
  wakeReaders(journal.lastSeq);
}

const defaults = {
  accountId: '000000000000',
  region: 'us-east-1',
  pace: 'instant',
  mailFrom: 'no-reply@sns.amazonaws.com',
} as const;

/** The name under which clients on this machine reach an address that was listened on. */
function reachableName(host = '127.0.0.1'): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function settingsOf(options: CloudOptions): Partial<Settings> {
  const { accountId, region, pace, smtpUrl, mailFrom } = options;
  const given = { accountId, region, pace, smtpUrl, mailFrom };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function settle({ store, jobs }: Parts) {
  const deadlineMs = realTime.nowMs() + settleLimitMs;
  while (!jobs.idle || store.committed()) {
    if (realTime.nowMs() > deadlineMs) {
      throw new Error(`Work did not come to rest: ${JSON.stringify(jobs.counts())}`);
    }
    await (store.committed() ?? new Promise((resolve) => setImmediate(resolve)));
  }
}

const settleLimitMs = 60_000;

async function stopParts(server: Server, { jobs, memory, store, blobs }: Parts) {
  jobs.stop();
  memory.close();
  await close(server);
  store.close();
  blobs.close();
}

function forgetData(folder: string) {
  for (const name of ['state.db', 'state.db-wal', 'state.db-shm', 'key', 'blobs']) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}
