import { setTimeout as sleep } from 'node:timers/promises';
import { findBox, runningBoxes, whichBox } from '../box/find.ts';
import { privateDoors } from '../box/privateDoors.ts';
import type { Box } from '../box/runFile.ts';
import { command, type Environment, Failure } from '../command.ts';
import { flag } from '../options.ts';

export const reset = command({
  summary: 'Forget everything in the box and go on with an empty one.',
  details:
    'Port, account and the administrator’s key stay: shells that are set up go on working. What was kept is gone for good.',
  options: { ...whichBox, yes: flag('Do not ask.') },
  examples: [{ line: 'tocsin reset --yes', says: 'Between two test runs.' }],
  async run({ options, terminal, environment }) {
    const box = await findBox(options, environment);
    const where = box.data ?? 'memory';
    if (!options.yes) {
      if (!terminal.interactive) {
        throw new Failure(`Nobody can be asked here. To forget all data in ${where}: --yes`);
      }
      const answer = await terminal.ask(`Forget all data in ${where}? [y/N] `);
      if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was changed.');
    }
    await privateDoors(box).reset();
    await untilStartedAgain(box, environment);
    terminal.print(`The box on port ${box.port} is empty.`);
  },
});

async function untilStartedAgain({ port, startedMs }: Box, environment: Environment) {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    const running = await runningBoxes(environment);
    if (running.some((box) => box.port === port && box.startedMs > startedMs)) return;
    await sleep(lookEveryMs);
  }
  throw new Failure('The data is gone, but the box has not come back. Start it: tocsin up');
}

const patienceMs = 10_000;
const lookEveryMs = 25;
