import type { Clock } from './clock.ts';
import type { Context } from './context.ts';
import { DueQueue } from './dueQueue.ts';
import type { Ids } from './ids.ts';
import type { Store } from './store.ts';
import { defineTable, type Table } from './table.ts';

/**
 * Work for later: a mail to send, a secret to delete in seven days, an alarm to look at again.
 * A job is committed with the change that asks for it and removed with the change that it makes,
 * so a stop at any moment loses none; one whose work was done but not yet committed runs again.
 */
export interface JobKind<Payload = unknown, Outcome = unknown> {
  /** `service.what`, unique in the whole program. */
  readonly name: string;
  /** `memory`: not kept over a restart, the service's `boot` asks for it anew. */
  readonly kept?: 'memory';
  /** How many of this kind may be outside at once. */
  readonly concurrency?: number;
  /** What happens outside (SMTP, HTTP). It may take its time, and must end by itself. */
  perform?(payload: Payload, context: Context): Promise<Outcome>;
  /**
   * What follows, in one transaction with the removal of the job. `error` is what `perform` threw;
   * to try again, schedule the job anew.
   */
  settle(result: JobResult<Payload, Outcome>, context: Context): void;
}

export interface JobResult<Payload, Outcome> {
  readonly payload: Payload;
  readonly outcome?: Outcome;
  readonly error?: Error;
}

/** Types a kind of job by its payload and by what `perform` gives. */
export function jobKind<Payload, Outcome = undefined>(
  kind: JobKind<Payload, Outcome>,
): JobKind<Payload, Outcome> {
  return kind;
}

export class Jobs {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #contextAt: (place: Place) => Context;
  readonly #onError: (error: unknown, job: string) => void;
  readonly #kinds = new Map<string, JobKind>();
  readonly #kept: Table<Job>;
  readonly #volatile = new Map<string, Job>();
  readonly #queues = new Map<string, DueQueue<Job>>();
  readonly #running = new Map<string, number>();
  readonly #started = new Set<string>();
  #disarm = () => {};
  #stopped = true;

  constructor(parts: JobsParts) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#contextAt = parts.contextAt;
    this.#onError = parts.onError;
    this.#kept = parts.store.table(jobsTable, 'jobs');
    for (const job of this.#kept.values()) this.#enqueue(job);
  }

  register(kinds: readonly JobKind[]) {
    for (const kind of kinds) this.#kinds.set(kind.name, kind);
  }

  /** From now on jobs run. */
  start() {
    this.#stopped = false;
    this.#store.onCommitted(() => this.#pump());
    this.#pump();
  }

  stop() {
    this.#stopped = true;
    this.#disarm();
  }

  schedule(kind: JobKind, payload: unknown, place: Place, when: { dueMs?: number; key?: string }) {
    const { accountId, region } = place;
    const job: Job = {
      id: when.key === undefined ? `${kind.name}/${this.#ids.uuid()}` : `${kind.name}:${when.key}`,
      kind: kind.name,
      dueMs: when.dueMs ?? this.#clock.now(),
      accountId,
      region,
      payload,
    };
    this.#enqueue(job);
    if (kind.kept !== 'memory') this.#kept.put(job);
    else {
      const before = this.#volatile.get(job.id);
      this.#volatile.set(job.id, job);
      this.#store.onUndo(() => this.#putBack(job.id, before));
      this.#store.touch();
    }
  }

  cancel(kind: JobKind, key: string): boolean {
    const id = `${kind.name}:${key}`;
    if (kind.kept !== 'memory') return this.#kept.delete(id);
    const before = this.#volatile.get(id);
    this.#volatile.delete(id);
    this.#store.onUndo(() => this.#putBack(id, before));
    return before !== undefined;
  }

  /** Whether nothing is due or under way. */
  get idle(): boolean {
    if (this.#started.size > 0) return false;
    const nowMs = this.#clock.now();
    for (const name of this.#kinds.keys()) {
      const next = this.#queues.get(name)?.first;
      if (next && next.dueMs <= nowMs) return false;
    }
    return true;
  }

  /** Jobs that wait or run now, by kind. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    const all = [...this.#kept.values(), ...this.#volatile.values()];
    for (const { kind } of all) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  #pump() {
    if (this.#stopped) return;
    const nowMs = this.#clock.now();
    let wakeMs = Number.POSITIVE_INFINITY;
    for (const kind of this.#kinds.values()) {
      this.#startDue(kind, nowMs);
      const next = this.#queues.get(kind.name)?.first;
      if (next && next.dueMs > nowMs) wakeMs = Math.min(wakeMs, next.dueMs);
    }
    this.#disarm();
    if (wakeMs < Infinity) this.#disarm = this.#clock.at(wakeMs, () => this.#pump());
  }

  #startDue(kind: JobKind, nowMs: number) {
    const queue = this.#queues.get(kind.name);
    const limit = kind.concurrency ?? defaultConcurrency;
    const replacedWhileRunning: Job[] = [];
    for (;;) {
      const job = queue?.first;
      if (!job || job.dueMs > nowMs || (this.#running.get(kind.name) ?? 0) >= limit) break;
      queue.drop();
      if (this.#started.has(job.id)) replacedWhileRunning.push(job);
      else this.#start(job);
    }
    for (const job of replacedWhileRunning) this.#enqueue(job);
  }

  #enqueue(job: Job) {
    const queue = this.#queues.get(job.kind) ?? new DueQueue<Job>(this.#holds);
    this.#queues.set(job.kind, queue);
    queue.push(job);
  }

  /** Whether a job was neither done nor replaced nor taken back. */
  readonly #holds = (job: Job) => job === (this.#kept.get(job.id) ?? this.#volatile.get(job.id));

  #start(job: Job) {
    const kind = this.#kinds.get(job.kind)!;
    const context = this.#contextAt(job);
    this.#started.add(job.id);
    if (!kind.perform) {
      this.#settle(job, kind, {});
      return;
    }
    this.#running.set(kind.name, (this.#running.get(kind.name) ?? 0) + 1);
    kind
      .perform(job.payload, context)
      .then(
        (outcome) => ({ outcome }),
        (error: unknown) => ({ error: error instanceof Error ? error : new Error(String(error)) }),
      )
      .then((result) => {
        this.#running.set(kind.name, this.#running.get(kind.name)! - 1);
        if (!this.#stopped) this.#settle(job, kind, result);
      });
  }

  #settle(job: Job, kind: JobKind, result: { outcome?: unknown; error?: Error }) {
    try {
      this.#store.transact(() => {
        this.#remove(job, kind);
        kind.settle({ payload: job.payload, ...result }, this.#contextAt(job));
      });
    } catch (error) {
      this.#onError(error, job.kind);
      this.#store.transact(() => this.#postpone(job, kind));
    } finally {
      this.#started.delete(job.id);
      this.#store.touch();
    }
  }

  /** Removes the job, unless it was replaced while it ran. */
  #remove(job: Job, kind: JobKind) {
    if (!this.#holds(job)) return;
    if (kind.kept !== 'memory') this.#kept.delete(job.id);
    else {
      this.#volatile.delete(job.id);
      this.#store.onUndo(() => this.#putBack(job.id, job));
    }
  }

  #postpone(job: Job, kind: JobKind) {
    if (!this.#holds(job)) return;
    const later = { ...job, dueMs: this.#clock.now() + failedJobDelayMs };
    this.#enqueue(later);
    if (kind.kept !== 'memory') this.#kept.put(later);
    else this.#volatile.set(job.id, later);
  }

  #putBack(id: string, job: Job | undefined) {
    if (job) this.#volatile.set(id, job);
    else this.#volatile.delete(id);
  }
}

export interface JobsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly contextAt: (place: Place) => Context;
  readonly onError: (error: unknown, job: string) => void;
}

type Place = { readonly accountId: string; readonly region: string };

interface Job extends Place {
  readonly id: string;
  readonly kind: string;
  readonly dueMs: number;
  readonly payload: unknown;
}

const jobsTable = defineTable<Job>('kernel.jobs', (job) => job.id);

const defaultConcurrency = 8;
/** A job that threw is a defect of ours: it is kept, and tried again at this distance. */
const failedJobDelayMs = 60_000;
