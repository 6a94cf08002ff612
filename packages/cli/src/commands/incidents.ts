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
    const latest = listed
      .toSorted((one, other) => other.changedMs - one.changedMs)
      .slice(0, options.last ?? lastDefault);
    const found = await Promise.all(latest.map((each) => store.read(each.id)));
    const read = found.filter((incident) => incident !== undefined);
    if (options.json) return print(JSON.stringify(read, null, 2));
    if (read.length === 0) return print(`There were no incidents (${place}).`);
    showIncidents(read, terminal);
  },
});

const lastDefault = 20;
