import type { Blobs } from './blobs.ts';
import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import type { Identities } from './identities.ts';
import type { Ids } from './ids.ts';
import type { JobKind, Jobs } from './jobs.ts';
import type { Journal } from './journal.ts';
import type { Mailbox } from './mailbox.ts';
import type { Memory, MemorySpec } from './memory.ts';
import type { Settings } from './settings.ts';
import type { PreparedSql, SqlSpec } from './sql.ts';
import type { Store } from './store.ts';
import type { Table, TableSpec } from './table.ts';
import type { Vault } from './vault.ts';

/** The parts that one cloud is made of, put together in `main.ts`. */
export interface Parts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly journal: Journal;
  readonly jobs: Jobs;
  readonly blobs: Blobs;
  readonly vault: Vault;
  readonly mailbox: Mailbox;
  readonly identities: Identities;
  readonly memory: Memory;
  /** The road of a call from inside: authorized, validated, run and recorded like a request. */
  readonly dispatch: (call: InnerCall, context: Context) => object;
  readonly request: (call: InnerCall, context: Context) => Promise<object>;
  readonly recordServiceEvent: (event: ServiceEvent, context: Context) => void;
}

/** What CloudTrail tells of a service besides the calls: an `AwsServiceEvent`. */
export interface ServiceEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly additionalEventData: object;
}

export interface InnerCall {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  /** The record's requestID, where it is not one of its own. */
  readonly requestId?: string;
  /** The input is a plain tree of JSON, to be read by the operation's schema. */
  readonly plain?: true;
}

/** What an operation, a job or a journal reader works with: one call, in one account and Region. */
export class Context {
  readonly accountId: string;
  readonly region: string;
  readonly caller: Caller;
  readonly requestId: string;
  /** The time of the call, milliseconds since the epoch: it stands still while the call runs. */
  readonly nowMs: number;
  readonly #parts: Parts;

  constructor(parts: Parts, of: ContextFacts) {
    this.#parts = parts;
    this.accountId = of.accountId;
    this.region = of.region;
    this.caller = of.caller;
    this.requestId = of.requestId;
    this.nowMs = of.nowMs ?? parts.clock.now();
  }

  get settings(): Settings {
    return this.#parts.settings;
  }

  get ids(): Ids {
    return this.#parts.ids;
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  get journal(): Journal {
    return this.#parts.journal;
  }

  get blobs(): Blobs {
    return this.#parts.blobs;
  }

  get vault(): Vault {
    return this.#parts.vault;
  }

  get mailbox(): Mailbox {
    return this.#parts.mailbox;
  }

  get identities(): Identities {
    return this.#parts.identities;
  }

  /** What the running cloud remembers of a kind: one thing for all accounts and Regions. */
  memory<T>(spec: MemorySpec<T>): T {
    return this.#parts.memory.of(spec);
  }

  /** The rows of this account and Region. */
  table<Row extends object>(spec: TableSpec<Row>): Table<Row> {
    return this.#parts.store.table(spec, scopeOf(this.accountId, this.region));
  }

  /** The rows of this account that belong to no Region. */
  globalTable<Row extends object>(spec: TableSpec<Row>): Table<Row> {
    return this.#parts.store.table(spec, scopeOf(this.accountId, 'global'));
  }

  /** The accounts and Regions in which a table has rows. */
  places(spec: TableSpec<never>): { accountId: string; region: string }[] {
    return this.#parts.store.scopes(spec).map((scope) => {
      const [accountId = '', region = ''] = scope.split('/');
      return { accountId, region };
    });
  }

  sql<Name extends string>(spec: SqlSpec<Name>): PreparedSql<Name> {
    return this.#parts.store.sql(spec);
  }

  /** The same call, looking at another account or Region. */
  in(place: { accountId?: string; region?: string }): Context {
    return new Context(this.#parts, { ...this, ...place });
  }

  /** `arn:aws:<service>:<region>:<account>:<resource>`. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** Runs `change`; what it changed stays if it returns and is taken back if it throws. */
  transact<T>(change: () => T): T {
    return this.#parts.store.transact(change);
  }

  /**
   * The one door to another service: its operation, `as` somebody, authorized and recorded as if it
   * had come over the wire, in the same transaction. Throws the `AwsError` that it answers.
   */
  call<Output extends object>(
    service: string,
    operation: string,
    input: object,
    as: { readonly caller: Caller; readonly requestId?: string; readonly plain?: true },
  ): Output {
    return this.#parts.dispatch({ service, operation, input, ...as }, this) as Output;
  }

  /**
   * The same for an operation that waits for the outside (Invoke of a function). Outside of a
   * transaction: from a job's `perform`.
   */
  request<Output extends object>(
    service: string,
    operation: string,
    input: object,
    as: { readonly caller: Caller; readonly requestId?: string },
  ): Promise<Output> {
    return this.#parts.request({ service, operation, input, ...as }, this) as Promise<Output>;
  }

  /** In a transaction: records what the service did by itself. */
  recordServiceEvent(event: ServiceEvent) {
    this.#parts.recordServiceEvent(event, this);
  }

  /**
   * In a transaction: has a job run at `dueMs` (now, by default: after the commit). A job of the
   * same kind and `key` that waits already is replaced.
   */
  schedule<Payload>(
    kind: JobKind<Payload>,
    payload: Payload,
    when: { dueMs?: number; key?: string } = {},
  ) {
    this.#parts.jobs.schedule(kind, payload, this, when);
  }

  /** In a transaction: takes a waiting job back. Tells whether there was one. */
  cancel(kind: JobKind<never>, key: string): boolean {
    return this.#parts.jobs.cancel(kind, key);
  }
}

export interface ContextFacts {
  readonly accountId: string;
  readonly region: string;
  readonly caller: Caller;
  readonly requestId: string;
  readonly nowMs?: number;
}

/** `account/region`, the same string each time: a fresh one is hashed anew at every look-up. */
function scopeOf(accountId: string, region: string): string {
  const known = scopes.get(region);
  if (known?.accountId === accountId) return known.scope;
  if (scopes.size >= scopesLimit) scopes.clear();
  const scope = `${accountId}/${region}`;
  scopes.set(region, { accountId, scope });
  return scope;
}

const scopes = new Map<string, { readonly accountId: string; readonly scope: string }>();
const scopesLimit = 100;
