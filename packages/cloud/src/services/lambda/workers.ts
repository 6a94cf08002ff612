import { realTime } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { defineMemory } from '../../kernel/memory.ts';
import type { Worker } from '../../runtime/index.ts';
import { throttled } from './problems.ts';

/** A process that handles the events of one version, one at a time. */
export interface Environment {
  readonly functionArn: string;
  /** Changes with code and configuration. */
  readonly key: string;
  readonly worker: Worker;
  readonly logStream: string;
  /** Until then its credentials are good. */
  readonly expiresMs: number;
  /** What was printed by the invocation that runs, or while it was started. */
  readonly output: string[];
}

export interface Wanted {
  readonly functionArn: string;
  readonly key: string;
  readonly nowMs: number;
  readonly reserved: number | undefined;
  readonly start: () => Promise<Environment>;
  /** Where all processes are busy: wait for one, instead of an error. */
  readonly mayWait: boolean;
}

/**
 * The processes of the account's functions. One that has answered waits for the next event of the
 * same version, and gives way where another is needed.
 */
export class Workers {
  readonly #idle = new Map<Environment, () => void>();
  readonly #busy = new Map<string, number>();
  readonly #stale = new WeakSet<Environment>();
  readonly #running = new Set<Environment>();
  readonly #waiting: (() => void)[] = [];
  #count = 0;

  /** Throws TooManyRequestsException. */
  async take(wanted: Wanted): Promise<Environment> {
    const { functionArn, reserved, mayWait, start } = wanted;
    if (reserved !== undefined && (this.#busy.get(functionArn) ?? 0) >= reserved) {
      throw throttled('ReservedFunctionConcurrent');
    }
    this.#countBusy(functionArn, 1);
    try {
      for (;;) {
        const environment = this.#idleOne(wanted);
        if (environment) return this.#run(environment);
        if (this.#count < workersMax || this.#makeRoom()) break;
        if (!mayWait) throw throttled('Concurrent');
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
      this.#count += 1;
      try {
        return this.#run(await start());
      } catch (error) {
        this.#left();
        throw error;
      }
    } catch (error) {
      this.#countBusy(functionArn, -1);
      throw error;
    }
  }

  giveBack(environment: Environment) {
    this.#countBusy(environment.functionArn, -1);
    this.#running.delete(environment);
    if (environment.worker.hasEnded || this.#stale.has(environment)) this.#stop(environment);
    else {
      this.#idle.set(
        environment,
        realTime.after(idleMs, () => this.#retire(environment)),
      );
      this.#waiting.shift()?.();
    }
  }

  /** Events from now on find new processes; those that run are finished. */
  retire(functionArn: string) {
    for (const environment of this.#running) {
      if (environment.functionArn === functionArn) this.#stale.add(environment);
    }
    for (const environment of [...this.#idle.keys()]) {
      if (environment.functionArn === functionArn) this.#retire(environment);
    }
  }

  close() {
    for (const disarm of this.#idle.values()) disarm();
  }

  #idleOne({ key, nowMs }: Wanted): Environment | undefined {
    for (const environment of [...this.#idle.keys()]) {
      const isGone = environment.worker.hasEnded || environment.expiresMs - renewalMs < nowMs;
      if (isGone) this.#retire(environment);
      else if (environment.key === key) return environment;
    }
    return undefined;
  }

  #run(environment: Environment): Environment {
    this.#idle.get(environment)?.();
    this.#idle.delete(environment);
    this.#running.add(environment);
    return environment;
  }

  /** Ends the process that has waited longest. */
  #makeRoom(): boolean {
    const [first] = this.#idle.keys();
    if (first) this.#retire(first);
    return first !== undefined;
  }

  #retire(environment: Environment) {
    this.#idle.get(environment)?.();
    if (this.#idle.delete(environment)) this.#stop(environment);
  }

  #stop({ worker }: Environment) {
    worker.stop();
    this.#left();
  }

  #left() {
    this.#count -= 1;
    this.#waiting.shift()?.();
  }

  #countBusy(functionArn: string, change: number) {
    const count = (this.#busy.get(functionArn) ?? 0) + change;
    if (count > 0) this.#busy.set(functionArn, count);
    else this.#busy.delete(functionArn);
  }
}

export const workers = defineMemory<Workers>({
  open: () => new Workers(),
  close: (opened) => opened.close(),
});

export function retireWorkers(context: Context, functionArn: string) {
  context.memory(workers).retire(functionArn);
}

/** How many processes there are at once, of all functions together. */
export const workersMax = 20;
/** How long a process without events is kept, in real time. */
const idleMs = 10 * 60_000;
/** So long before its credentials end a process is replaced. */
const renewalMs = 15 * 60_000;
