import { findBox, whichBox } from '../box/find.ts';
import { privateDoors } from '../box/privateDoors.ts';
import { command } from '../command.ts';
import { flag } from '../options.ts';

export const status = command({
  summary: 'Show the running box: where it listens, what it keeps, what it is doing.',
  options: { ...whichBox, json: flag('Print it as JSON.') },
  examples: [
    { line: 'tocsin status', says: 'Exit code 1 when no box runs.' },
    { line: 'tocsin status --json', says: 'For scripts.' },
  ],
  async run({ options, terminal, environment }) {
    const box = await findBox(options, environment);
    const found = await privateDoors(box).status();
    const { port, data, version } = box;
    if (options.json) {
      return terminal.print(JSON.stringify({ ...found, port, data, version }, null, 2));
    }
    const { paint, print } = terminal;
    const row = (name: string, what: string) => print(`  ${paint.dim(name.padEnd(8))} ${what}`);
    print(`${paint.strong('tocsin')} ${version} answers AWS at ${paint.accent(box.endpoint)}`);
    row('account', `${found.accountId}, ${found.region}`);
    row('data', data ?? 'in memory');
    row('mail', found.smtp ? 'through the relay' : 'kept here (tocsin mail)');
    row('pace', found.pace);
    row('clock', `${found.clock}, ${new Date(found.nowMs).toISOString()}`);
    row('records', String(found.records));
    row('jobs', jobsInShort(found.jobs));
    row('process', `${found.pid}, ${Math.round(found.memoryBytes / 2 ** 20)} MB`);
  },
});

function jobsInShort(jobs: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(jobs).filter(([, count]) => count > 0);
  return kinds.map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none waiting';
}
