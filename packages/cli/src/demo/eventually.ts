import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../command.ts';

/** Asks until there is an answer. Throws a Failure with `missing` when there is none in time. */
export async function eventually<Found>(
  ask: () => Promise<Found | undefined>,
  missing: string,
): Promise<Found> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += askEveryMs) {
    const found = await ask();
    if (found !== undefined) return found;
    await sleep(askEveryMs);
  }
  throw new Failure(missing);
}

const patienceMs = 10_000;
const askEveryMs = 5;
