/**
 * The only source of time. Every delay of AWS (alarm periods, deliveries, deletion windows, token
 * expiry) hangs on a `Clock`, so that a test or a drill can move time by hand. Request signatures
 * and the `Date` header alone use real time, as they must agree with the client's own clock.
 */
export interface Clock {
  readonly kind: 'system' | 'virtual';
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `wake` once when the clock reaches `atMs`; the returned function cancels it. */
  at(atMs: number, wake: () => void): () => void;
}

export function systemClock(): Clock {
  return {
    kind: 'system',
    now: Date.now,
    at(atMs, wake) {
      let timer: NodeJS.Timeout;
      const arm = () => {
        const delayMs = atMs - Date.now();
        timer =
          delayMs > longestTimerMs
            ? setTimeout(arm, longestTimerMs)
            : setTimeout(wake, Math.max(0, delayMs));
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}

/**
 * Real time, for what agrees with the world outside whatever the cloud's own clock says: request
 * signatures, the patience with an open connection, the time that a benchmark takes.
 */
export const realTime = {
  nowMs: (): number => Date.now(),
  /** Calls `wake` after `delayMs`; the returned function cancels it. */
  after(delayMs: number, wake: () => void): () => void {
    const timer = setTimeout(wake, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Node fires a longer timer at once (its delay is a signed 32-bit number of milliseconds). */
const longestTimerMs = 2 ** 31 - 1;

/** A clock that stands still until it is advanced. */
export class VirtualClock implements Clock {
  readonly kind = 'virtual';
  #nowMs: number;
  #order = 0;
  readonly #timers = new Set<{ atMs: number; order: number; wake: () => void }>();

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  at(atMs: number, wake: () => void): () => void {
    const timer = { atMs, order: this.#order++, wake };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * Moves to `nowMs + byMs`, stopping at every timer on the way; `settle` runs after each stop, so
   * that what a timer set off is finished before time goes on.
   */
  async advance(byMs: number, settle: () => Promise<void>): Promise<void> {
    const targetMs = this.#nowMs + byMs;
    await settle();
    for (;;) {
      const next = this.#earliest();
      if (!next || next.atMs > targetMs) break;
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      await settle();
    }
    this.#nowMs = targetMs;
    await settle();
  }

  #earliest() {
    let first: { atMs: number; order: number; wake: () => void } | undefined;
    for (const timer of this.#timers) {
      const earlier =
        !first ||
        timer.atMs < first.atMs ||
        (timer.atMs === first.atMs && timer.order < first.order);
      if (earlier) first = timer;
    }
    return first;
  }
}

/** Reads `90s`, `5m`, `2h`, `7d` or plain milliseconds. Throws a RangeError on anything else. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  const unitMs = match ? durationUnitsMs[match[2] ?? 'ms'] : undefined;
  if (!match || unitMs === undefined) {
    throw new RangeError(`'${text}' is not a duration. Write for example 90s, 5m, 2h or 7d.`);
  }
  return Math.round(Number(match[1]) * unitMs);
}

const durationUnitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
