import { randomInt } from 'node:crypto';
import { seededRandom } from '../wire/values.ts';

/** What a test throws dice for, all from one seed. */
export interface Chance {
  readonly seed: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** From 0 up to `limit`, which is not among them. */
  below(limit: number): number;
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  bytes(length: number): Buffer;
  word(): string;
}

/**
 * Every run has another seed, which its failures print. `TOCSIN_SEED=…` makes a run again; what
 * the clock and the network add to chance stays their own.
 */
export function newChance(seed = Number(process.env.TOCSIN_SEED ?? randomInt(1e9))): Chance {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    seed,
    random,
    below,
    between: (least, most) => least + below(most - least + 1),
    pick: (from) => from[below(from.length)]!,
    bytes: (length) => Buffer.from(Uint8Array.from({ length }, () => below(256))),
    word: () => below(2 ** 31).toString(36),
  };
}
