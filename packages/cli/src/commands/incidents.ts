import type { Incident, IncidentStore, Listed } from '@tocsin/stack/killswitch';
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
    const [own, joined] = await Promise.all([store.list(), store.listJoined()]).catch(unreadable);
    const listed = options.all
      ? [...own, ...joined].sort((one, other) => other.changedMs - one.changedMs)
      : own;
    const latest = listed.slice(0, options.last ?? lastDefault);
    const shown = await readAll(latest, store);
    if (options.json) return print(JSON.stringify(shown, null, 2));
    if (listed.length === 0) return print(`There were no incidents (${place}).`);
    showIncidents(shown, terminal);
    if (joined.length > 0 && !options.all) {
      const more = joined.length === 1 ? 'One more' : `${joined.length} more`;
      print(paint.dim(`${more} joined these or others: tocsin incidents --all`));
    }
  },
});

const lastDefault = 20;

async function readAll(listed: readonly Listed[], store: IncidentStore): Promise<Incident[]> {
  const found: Incident[] = [];
  for (let at = 0; at < listed.length; at += atOnce) {
    const some = await Promise.all(listed.slice(at, at + atOnce).map(({ id }) => store.read(id)));
    found.push(...some.filter((incident) => incident !== undefined));
  }
  return found;
}

const atOnce = 20;
