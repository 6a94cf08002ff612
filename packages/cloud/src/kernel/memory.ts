import type { Settings } from './settings.ts';

/**
 * What a service remembers for as long as the cloud runs and may forget at its end: connections to
 * the outside, callers that wait.
 */
export interface MemorySpec<T> {
  /** Makes it, at its first use. */
  open(settings: Settings): T;
  /** Lets go of it when the cloud stops. */
  close?(memory: T): void;
}

export function defineMemory<T>(spec: MemorySpec<T>): MemorySpec<T> {
  return spec;
}

/** The memory of one running cloud. */
export class Memory {
  readonly #settings: Settings;
  readonly #held = new Map<MemorySpec<unknown>, unknown>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  of<T>(spec: MemorySpec<T>): T {
    const held = this.#held.get(spec) as T | undefined;
    if (held !== undefined) return held;
    const opened = spec.open(this.#settings);
    this.#held.set(spec, opened);
    return opened;
  }

  close() {
    for (const [spec, held] of this.#held) spec.close?.(held);
    this.#held.clear();
  }
}
