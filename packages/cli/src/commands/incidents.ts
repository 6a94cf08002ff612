import type { Incident, Listed } from '@tocsin/stack/killswitch';
import { command, Failure } from '../command.ts';
import { inShort, openAccount, whichAccount } from '../incident/account.ts';
import { loadKillSwitch } from '../incident/loadKillSwitch.ts';
import { showIncidents, standing } from '../incident/show.ts';
import { flag, value } from '../options.ts';
import { printable } from '../terminal.ts';

export const incidents = command({
  summary: 'List the incidents of the kill-switch, or tell all of one.',
  args: { usage: '[INCIDENT]', max: 1 },
  options: {
    last: value({
      placeholder: 'NUMBER',
      help: 'How many, the latest first (20).',
      read: (text) => (/^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined),
      wants: 'a number (1 to 999)',
    }),
    all: flag('Further reads too, that belong to an incident which was there already.'),
    ...whichAccount,
    json: flag('Print them as JSON.'),
  },
  examples: [
    { line: 'tocsin incidents', says: 'Who, what, and how it ended.' },
    { line: 'tocsin incidents --last 1 --json', says: 'The latest, whole, for scripts.' },
  ],
  async run({ options, args, terminal, environment }) {
    const { incidentStore, tellIncident } = await loadKillSwitch();
    const { world, config, place } = await openAccount(options, environment);
    const store = incidentStore(world.clients.s3, config.evidenceBucket);
    const unreadable = (error: unknown) => {
      throw new Failure(`s3://${config.evidenceBucket} cannot be read: ${inShort(error)}`);
    };
    const { print, paint } = terminal;
    const [id] = args;
    if (id !== undefined) {
      const incident = await store.read(id).catch(unreadable);
      if (!incident) throw new Failure(`There is no incident ${id} in ${config.evidenceBucket}.`);
      if (options.json) return print(JSON.stringify(incident, null, 2));
      print(`${paint.strong(incident.id)}  ${standing(incident)}`);
      for (const line of tellIncident(incident).text.split('\n')) print(`  ${printable(line)}`);
      return;
    }
    const listed = await store.list().catch(unreadable);
    const latest = listed.toSorted((one, other) => other.changedMs - one.changedMs);
    const { shown, joined } = await firstOf(latest, {
      count: options.last ?? lastDefault,
      all: options.all,
      read: (id) => store.read(id),
    });
    if (options.json) return print(JSON.stringify(shown, null, 2));
    if (listed.length === 0) return print(`There were no incidents (${place}).`);
    showIncidents(shown, terminal);
    if (joined > 0) {
      const reads = joined === 1 ? 'One further read belongs' : `${joined} further reads belong`;
      print(paint.dim(`${reads} to these or to others: tocsin incidents --all`));
    }
  },
});

const lastDefault = 20;

interface Choice {
  readonly count: number;
  readonly all: boolean;
  readonly read: (id: string) => Promise<Incident | undefined>;
}

/** Whoever goes on reading makes many that joined another: they shall not hide the others. */
async function firstOf(latest: readonly Listed[], { count, all, read }: Choice) {
  const shown: Incident[] = [];
  let joined = 0;
  for (let at = 0; at < Math.min(latest.length, readMax) && shown.length < count; at += atOnce) {
    const some = await Promise.all(latest.slice(at, at + atOnce).map(({ id }) => read(id)));
    for (const incident of some) {
      if (incident === undefined || shown.length === count) continue;
      if (all || incident.state !== 'joined') shown.push(incident);
      else joined += 1;
    }
  }
  return { shown, joined };
}

const atOnce = 20;
const readMax = 2_000;
