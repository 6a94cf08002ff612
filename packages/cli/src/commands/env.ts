import { findBox, whichBox } from '../box/find.ts';
import { ownName } from '../box/home.ts';
import { command } from '../command.ts';
import { environmentOf } from '../env/environmentOf.ts';
import { shells } from '../env/shells.ts';
import { choice, flag } from '../options.ts';

export const env = command({
  summary: 'Print what points the aws CLI and every SDK at the box, as its administrator.',
  details:
    'Made to be evaluated by the shell. What would lead clients elsewhere (a profile, a session token, another endpoint) is unset.',
  options: {
    ...whichBox,
    shell: choice(['bash', 'fish', 'powershell'], 'For which shell; bash is right for zsh and sh.'),
    json: flag('Print the variables as JSON instead.'),
  },
  examples: [
    { line: 'eval "$(tocsin env)"', says: 'bash, zsh, sh' },
    { line: 'tocsin env --shell fish | source', says: 'fish' },
    {
      line: 'tocsin env --shell powershell | Out-String | Invoke-Expression',
      says: 'PowerShell',
    },
  ],
  async run({ options, terminal, environment }) {
    const box = await findBox(options, environment);
    const { set, unset } = environmentOf(box, environment);
    if (options.json) return terminal.print(JSON.stringify(set, null, 2));
    const shell = shells[options.shell];
    for (const name of unset) terminal.print(shell.unset(name));
    for (const [name, value] of Object.entries(set)) terminal.print(shell.set(name, value));
    // Last, for who forgets the quotes around $(…): a comment swallows what follows it.
    const wholeLine = shell.evaluate(`${ownName(environment)} env`);
    terminal.print(`# Use it with: ${wholeLine}`);
    terminal.print(
      '# The aws CLI v1 ignores these for sqs: aws sqs --endpoint-url "$AWS_ENDPOINT_URL"',
    );
    terminal.print(
      '# An aws CLI older than 1.29 or 2.13 ignores them for every service: give it --endpoint-url too.',
    );
  },
});
