import { setTimeout as sleep } from 'node:timers/promises';
import { findBox, processLives, whichBox } from '../box/find.ts';
import { privateDoors } from '../box/privateDoors.ts';
import { command, Failure } from '../command.ts';

export const down = command({
  summary: 'End the box. Its data stays, unless it was in memory.',
  options: whichBox,
  examples: [{ line: 'tocsin down --port 8700', says: 'When several run.' }],
  async run({ options, terminal, environment }) {
    const box = await findBox(options, environment);
    await privateDoors(box).down();
    for (let waitedMs = 0; processLives(box.pid); waitedMs += lookEveryMs) {
      if (waitedMs > patienceMs) {
        throw new Failure(
          `Process ${box.pid} was told to end and has not. End it: kill ${box.pid}`,
        );
      }
      await sleep(lookEveryMs);
    }
    terminal.print(`The box on port ${box.port} has ended.`);
  },
});

const patienceMs = 10_000;
const lookEveryMs = 25;
