import { setTimeout as sleep } from 'node:timers/promises';
import type { Time } from './clients.ts';

/** The only place of the kill-switch that asks what time it is. */
export const realTime: Time = {
  now: () => Date.now(),
  sleep: async (ms) => void (await sleep(ms)),
};
