import { setTimeout as sleep } from 'node:timers/promises';
import { findBox, whichBox } from '../box/find.ts';
import { type Mail, privateDoors } from '../box/privateDoors.ts';
import { command } from '../command.ts';
import { flag } from '../options.ts';
import { printable, type Terminal } from '../terminal.ts';

export const mail = command({
  summary: 'Read the mailbox: every mail that the box sent.',
  options: {
    ...whichBox,
    follow: flag('Wait for new mails and show them as they come, until Ctrl-C.'),
    json: flag('Print each mail as one line of JSON.'),
  },
  examples: [
    { line: 'tocsin mail --follow', says: 'Leave it open in a second terminal.' },
    { line: 'tocsin mail --json | tail -n 1', says: 'The newest mail, for scripts.' },
  ],
  async run({ options, terminal, environment }) {
    const doors = privateDoors(await findBox(options, environment));
    let lastId = 0;
    for (;;) {
      const mails = await doors.mailAfter(lastId);
      for (const each of mails) show(each, options.json, terminal);
      lastId = mails.at(-1)?.id ?? lastId;
      if (mails.length > 0) continue;
      if (!options.follow) break;
      await sleep(followEveryMs);
    }
    if (lastId === 0 && !options.json) terminal.print('The mailbox is empty.');
  },
});

const followEveryMs = 250;

/** Lines stay whole, so that a link can be clicked and copied. */
function show(mail: Mail, asJson: boolean, { print, paint }: Terminal) {
  if (asJson) return print(JSON.stringify(mail));
  const { id, timeMs, to, subject, text, delivery } = mail;
  const came = delivery === 'relayed' ? 'a relay took it' : 'kept in the mailbox';
  print(paint.dim(`── mail ${id} ── ${new Date(timeMs).toISOString()} ── ${came} ──`));
  print(`${paint.dim('To')}       ${printable(to)}`);
  print(`${paint.dim('Subject')}  ${paint.strong(printable(subject))}\n`);
  for (const line of text.split('\n')) print(printable(line));
}
