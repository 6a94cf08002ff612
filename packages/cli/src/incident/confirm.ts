import { Failure } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import type { Account } from './account.ts';

/** Asks a person; a script must have said `--yes`. */
export async function confirm(
  question: string,
  yes: boolean,
  account: Account,
  terminal: Terminal,
) {
  if (yes) return;
  if (!terminal.interactive) throw new Failure('Nothing was done. To do it, add --yes.');
  const answer = await terminal.ask(`${question} (${account.place}) [y/N] `);
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new Failure('Nothing was done.');
}
