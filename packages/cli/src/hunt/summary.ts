import { type Finding, levels } from '@tocsin/detect';
import { colour } from '../rules/colour.ts';
import { printable, type Terminal } from '../terminal.ts';
import { timeline } from './timeline.ts';

/** What was found, counted by rule, principal, address and time. */
export function printSummary(findings: readonly Finding[], terminal: Terminal) {
  const { print, paint, columns } = terminal;
  if (findings.length === 0) return print(`${paint.good('✓')} Nothing rang.`);
  print(paint.strong('When'));
  for (const line of timeline(findings, columns, paint)) print(`  ${line}`);
  print(paint.strong('What'));
  const rules = Map.groupBy(findings, ({ detection }) => detection);
  const rows = [...rules].sort(
    ([, a], [, b]) => gravity(b[0]!) - gravity(a[0]!) || b.length - a.length,
  );
  for (const [name, some] of rows.slice(0, rowsMax)) {
    const { level, title } = some[0]!;
    const count = String(some.length).padStart(7);
    print(`  ${count}  ${colour(level, paint)(level.padEnd(13))} ${title}  ${paint.dim(name)}`);
  }
  printMore(rows.length, terminal);
  printCounts('Who', findings, ({ principal }) => principal, terminal);
  printCounts('From', findings, ({ sourceIPAddress }) => sourceIPAddress, terminal);
}

function printCounts(
  title: string,
  findings: readonly Finding[],
  of: (finding: Finding) => string,
  terminal: Terminal,
) {
  const { print, paint } = terminal;
  const rows = [...Map.groupBy(findings, of)].sort(([, a], [, b]) => b.length - a.length);
  print(paint.strong(title));
  for (const [name, some] of rows.slice(0, rowsMax)) {
    print(`  ${String(some.length).padStart(7)}  ${printable(name) || '(not told)'}`);
  }
  printMore(rows.length, terminal);
}

const rowsMax = 10;

function printMore(count: number, { print, paint }: Terminal) {
  if (count > rowsMax) print(paint.dim(`           and ${count - rowsMax} more`));
}

const gravity = ({ level }: Finding) => levels.indexOf(level);

/** Findings one below the other, as they came. */
export function printTable(findings: readonly Finding[], { print, paint }: Terminal) {
  for (const finding of findings) {
    const { time, level, title, principal, sourceIPAddress, eventName, errorCode } = finding;
    const call = errorCode === undefined ? eventName : `${eventName} (${errorCode})`;
    const count = finding.correlation ? `, ${finding.correlation.count} counted` : '';
    print(`${time}  ${colour(level, paint)(level.padEnd(13))} ${paint.strong(title)}${count}`);
    print(printable(`    ${principal} from ${sourceIPAddress}: ${call}`));
  }
}
