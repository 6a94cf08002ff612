import { findBox, whichBox } from '../box/find.ts';
import { privateDoors } from '../box/privateDoors.ts';
import { command, UsageError } from '../command.ts';
import { flag } from '../options.ts';

export const clock = command({
  summary: 'Show the box’s clock, or move it on (boxes started with --clock virtual).',
  details:
    'Everything that falls due on the way happens: alarm periods end, deliveries go out, deletion windows pass.',
  args: { usage: '[advance DURATION]', max: 2 },
  options: { ...whichBox, json: flag('Print it as JSON.') },
  examples: [
    { line: 'tocsin clock advance 5m', says: 'Also 90s, 2h, 7d.' },
    { line: 'tocsin clock', says: 'What time it is there.' },
  ],
  async run({ options, args, terminal, environment }) {
    const [verb, duration] = args;
    if (verb !== undefined && (verb !== 'advance' || duration === undefined)) {
      throw new UsageError('Say how far: tocsin clock advance 5m.');
    }
    const doors = privateDoors(await findBox(options, environment));
    const reading = duration === undefined ? await doors.clock() : await doors.advance(duration);
    if (options.json) return terminal.print(JSON.stringify(reading));
    terminal.print(`${new Date(reading.nowMs).toISOString()}  (${reading.kind} clock)`);
  },
});
