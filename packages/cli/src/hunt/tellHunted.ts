import type { Hunted } from '@tocsin/detect';
import { size } from '../athena/athenaCommand.ts';
import { printable, type Terminal } from '../terminal.ts';
import { durationOf } from './progressBar.ts';

const namesMax = 5;

/** What was read and what was not, on stderr. */
export function tellHunted(hunted: Hunted, findings: number, seconds: number, terminal: Terminal) {
  const { warn, paint } = terminal;
  const { problems, firstProblems, logs, bytes, records } = hunted;
  if (problems > 0) warn(paint.bad(`Not read, or not all of it: ${problems} of ${logs} logs`));
  const reasons = Map.groupBy(firstProblems, ({ reason }) => reason);
  for (const [reason, some] of reasons) {
    for (const { name } of some.slice(0, namesMax)) warn(printable(`  ${name} ${reason}`));
    if (some.length > namesMax) warn(printable(`  and ${some.length - namesMax} more: ${reason}`));
  }
  const rate = `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
  const numbers = [
    counted(findings, 'finding'),
    counted(records, 'record'),
    counted(logs, 'log'),
    `${size(bytes)} in ${seconds < 10 ? `${seconds.toFixed(1)} s` : durationOf(seconds)}, ${rate}`,
  ];
  warn(paint.dim(numbers.join(' · ')));
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
