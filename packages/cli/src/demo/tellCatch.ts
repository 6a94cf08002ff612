import type { Mail } from '../box/privateDoors.ts';
import { showIncidents, showStep } from '../incident/show.ts';
import type { Terminal } from '../terminal.ts';
import { mailBox } from './mailBox.ts';
import type { Catch } from './spring.ts';
import { timeline } from './timeline.ts';
import { trapNames } from './trap.ts';
import { wrapLines } from './wrapLines.ts';

/** Both flows, the denial, what was done in which order, the incident, and the way back. */
export function tellCatch(caught: Catch, terminal: Terminal) {
  const { print, paint, columns } = terminal;
  const { hops, incident, denial, restored } = caught;
  const title = (text: string) => print(`\n${paint.strong(text)}`);
  title(`${trapNames.victim} reads ${trapNames.honeytoken}`);
  const before = hops.slice(0, -1);
  const endMs = Math.max(...before.map(({ ms }) => ms));
  for (const line of timeline(before, { endMs, chained: false, paint })) print(line);
  title('The mail of the event road: who, what, from where, when');
  for (const line of mailBox(messageOf(caught.detailsMail), terminal)) print(line);
  title(`${trapNames.victim} tries again`);
  print(`  ${paint.bad(denial.code)}`);
  for (const line of wrapLines(denial.message, columns - 2)) print(`  ${line}`);
  title('What the kill-switch did, from the moment it was called');
  for (const step of incident.steps) showStep(step, terminal);
  const seconds = incident.verification?.seconds ?? 0;
  print(`  ${paint.good(incident.grade ?? '')}, seen to last for ${seconds} s (on AWS: a minute)`);
  title('tocsin incidents');
  showIncidents([incident], terminal);
  title(`tocsin restore user/${trapNames.victim}`);
  for (const what of restored.removed) {
    const [first = '', ...more] = wrapLines(`taken away: ${what}`, columns - 4);
    print(`  ${paint.good('✓')} ${first}`);
    for (const line of more) print(`    ${line}`);
  }
  print('  The stolen key stays inactive.');
}

/** Without the lines that SNS ends every mail with: how to unsubscribe. */
const messageOf = (mail: Mail): Mail => ({ ...mail, text: mail.text.split('\n--\n')[0]! });
