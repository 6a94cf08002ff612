import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPort } from '../box/home.ts';
import { type RunningBox, untilItEnds } from '../box/untilItEnds.ts';
import { type Call, command, type OptionTable } from '../command.ts';
import { takeTheRoad } from '../demo/road.ts';
import { setUp } from '../demo/setUp.ts';
import { springTrap } from '../demo/spring.ts';
import { tellHowToGoOn, tellRoad } from '../demo/tell.ts';
import { tellCatch } from '../demo/tellCatch.ts';
import { setTrap } from '../demo/trap.ts';
import { openWorld } from '../demo/world.ts';
import { flag, mailAddressOption, portOption, smtpOption } from '../options.ts';
import { plain, type Terminal } from '../terminal.ts';
import { PortInUse, startBox } from './up.ts';

const options = {
  port: portOption(`Listen on this port. (${defaultPort}, or any free one)`),
  to: mailAddressOption('Who gets the mails. (analyst@example.com)'),
  smtp: smtpOption('Send mail through this relay, besides keeping it in the mailbox.'),
  once: flag('End after the story. Exit code 0 says that the alarm mail came.'),
  json: flag('Print the hops, mails and the incident as one JSON object instead of the story.'),
} satisfies OptionTable;

export const demo = command({
  summary: 'Show it once: a secret is read, mails ring, a thief of a honeytoken is stopped.',
  details:
    'Starts a box of its own, builds secret, trail, metric filter, alarm and confirmed e-mail through AWS’s public APIs, reads the secret as a dedicated user, and shows each hop. Then a honeytoken is read with a stolen key: both flows ring, the kill-switch stops the user, and the user is restored. The box stays until Ctrl-C; its data goes with it.',
  options,
  examples: [
    { line: 'npm start', says: 'The same, in a fresh clone.' },
    { line: 'tocsin demo --once', says: 'For CI: ends by itself.' },
  ],
  async run(call) {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-demo-'));
    try {
      await inFolder(folder, call);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

type DemoCall = Call<typeof options>;

async function inFolder(folder: string, call: DemoCall) {
  const { options } = call;
  const running = await startAnywhere(folder, call);
  const ended = untilItEnds(running, { ...call, terminal: narrator(call) }).then(
    () => 'ended' as const,
  );
  try {
    const outcome = await Promise.race([tellStory(running, call), ended]);
    if (outcome !== 'ended' && !options.once) await ended;
  } finally {
    await running.stop();
  }
  if (!options.once) narrator(call).print('The box has ended, and its data is gone.');
}

/** On the usual port where it is free, else on any. */
async function startAnywhere(folder: string, call: DemoCall): Promise<RunningBox> {
  const { port, smtp } = call.options;
  const start = (port: number) =>
    startBox({ data: { folder }, port, ...(smtp === undefined ? {} : { smtpUrl: smtp }) }, call);
  if (port !== undefined) return start(port);
  return start(defaultPort).catch((error) => {
    if (error instanceof PortInUse) return start(0);
    throw error;
  });
}

async function tellStory({ box }: RunningBox, call: DemoCall) {
  const { options } = call;
  const terminal = narrator(call);
  const { print, paint } = terminal;
  print(
    `${paint.strong('tocsin')} answers AWS at ${paint.accent(box.endpoint)}; built by its APIs:`,
  );
  const world = await openWorld(box, options.to ?? 'analyst@example.com');
  const road = await takeTheRoad(world, await setUp(world, terminal));
  tellRoad(road, terminal);
  print(`\n${paint.strong('The second act')}: a trap, and who walks into it`);
  const caught = await springTrap(world, await setTrap(world, terminal));
  tellCatch(caught, terminal);
  if (options.json) call.terminal.print(JSON.stringify({ ...road, caught }, null, 2));
  if (options.once) return;
  tellHowToGoOn(box, { ...call, terminal });
  print();
  print(`${paint.good('ready')}  The box stays up at ${box.endpoint}. Ctrl-C ends it.`);
}

/** With --json the story is not told: the output is one JSON object. */
const narrator = ({ options, terminal }: DemoCall): Terminal =>
  options.json ? { ...terminal, paint: plain, print() {} } : terminal;
