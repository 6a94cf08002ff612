import type { Incident } from '@tocsin/stack/killswitch';
import { command, Failure, UsageError } from '../command.ts';
import { inShort, openAccount, readPrincipal, whichAccount } from '../incident/account.ts';
import { confirm } from '../incident/confirm.ts';
import { loadKillSwitch } from '../incident/loadKillSwitch.ts';
import { flag, value } from '../options.ts';
import { printable, type Terminal } from '../terminal.ts';

type Restored = NonNullable<Incident['restored']>;

export const restore = command({
  summary: 'Let a contained user or role in again, from the snapshot.',
  details:
    'Takes away what the containment added and nothing else. Refuses where something changed since the snapshot, and tells what. Access keys stay off unless you ask for them. Ends with 1 where something could not be undone: the rest is, and the same command tries again.',
  args: { usage: 'PRINCIPAL (an ARN, user/NAME or role/NAME)', max: 1 },
  options: {
    reason: value({
      placeholder: 'TEXT',
      help: 'Why it may come in again. Kept in the incident; must be given.',
      read: (text) => text.trim() || undefined,
      wants: 'a text',
    }),
    reactivateKeys: flag(
      'Let the access keys and sessions of before in again: what was stolen works again.',
    ),
    force: flag('Restore although something changed since.'),
    yes: flag('Do not ask first.'),
    ...whichAccount,
    json: flag('Print what was done as JSON.'),
  },
  examples: [
    { line: 'tocsin restore user/alice --reason rotated', says: 'With new keys made by hand.' },
    {
      line: 'tocsin restore user/alice --reason drill --reactivate-keys --yes',
      says: 'After a drill, wholly as it was.',
    },
  ],
  async run({ options, args, terminal, environment }) {
    const { reason, reactivateKeys, force } = options;
    if (reason === undefined) throw new UsageError('Say why, with --reason.');
    const account = await openAccount(options, environment);
    const { arn: principalArn } = await readPrincipal(args[0], account);
    await confirm(`Let ${principalArn} in again?`, options.yes, account, terminal);
    const killSwitch = await loadKillSwitch();
    const request = { principalArn, reason, reactivateKeys, force };
    const { restored } = await killSwitch
      .restore(request, account.config, account.world)
      .catch((error: unknown) => {
        if (!(error instanceof killSwitch.RestoreRefused)) throw new Failure(inShort(error));
        const lines = error.drift.map((change) => `\n  ${printable(change)}`);
        const hint = lines.length > 0 ? '\nLook at each; then add --force.' : '';
        throw new Failure(`Nothing was changed. ${error.message}${lines.join('')}${hint}`);
      });
    const { print } = terminal;
    if (options.json) print(JSON.stringify(restored, null, 2));
    else show(restored, terminal);
    if (restored.failed.length > 0) {
      throw new Failure(`${principalArn} is not wholly restored. Mend that, and restore it again.`);
    }
    if (!options.json) print(`${principalArn} may come in again.`);
  },
});

function show(restored: Restored, { print, paint }: Terminal) {
  const good = paint.good('✓');
  for (const what of restored.removed) print(`  ${good} taken away: ${printable(what)}`);
  for (const key of restored.keysTurnedOn) print(`  ${good} turned on: ${key}`);
  for (const what of restored.failed) print(`  ${paint.bad('✗')} ${printable(what)}`);
  for (const { what, letIn } of restored.stillDenied) {
    print(`  It made ${printable(what)}, which stays denied. If need be:`);
    print(`    ${printable(letIn)}`);
  }
}
