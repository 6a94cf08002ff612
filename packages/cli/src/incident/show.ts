import type { Incident, Round, StepResult } from '@tocsin/stack/killswitch';
import type { Paint, Terminal } from '../terminal.ts';
import { printable } from '../terminal.ts';

/** A step when it is taken, on one line; but all of what went wrong. */
export function showStep({ outcome, atMs, name, detail }: StepResult, terminal: Terminal) {
  const { print, paint, columns } = terminal;
  const mark = outcome === 'done' ? paint.good('✓') : paint.bad('✗');
  const ms = `${Math.round(atMs)} ms`.padStart(8);
  const room = Math.max(20, columns - stepColumns);
  const short =
    outcome === 'done' && detail.length > room ? `${detail.slice(0, room - 1)}…` : detail;
  print(`  ${mark} ${paint.dim(ms)}  ${name.padEnd(nameColumns)} ${paint.dim(printable(short))}`);
}

const nameColumns = 34;
const stepColumns = nameColumns + 15;

/** A look of the verification, where somebody watches or something happened. */
export function showRound({ number, leftMs, reapplied, children }: Round, terminal: Terminal) {
  if (!terminal.interactive) return;
  const { print, paint } = terminal;
  const seconds = `${Math.ceil(leftMs / 1000)} s left`;
  const news = [
    ...(reapplied.length > 0 ? [paint.bad(`set again: ${reapplied.join(', ')}`)] : []),
    ...(children > 0 ? [paint.bad(`${children} made meanwhile`)] : []),
  ];
  print(`  ${paint.dim(`look ${number}, ${seconds}`)}  ${news.join('  ') || 'all as set'}`);
}

/** The list, the latest first. */
export function showIncidents(incidents: readonly Incident[], { print, paint }: Terminal) {
  const rows = incidents.map((incident) => [
    incident.openedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z'),
    incident.id,
    standing(incident),
    `${incident.principal.kind} ${incident.principal.name}`,
    incident.secrets.map(nameOf).join(', ') || incident.trigger.reason || '',
  ]);
  const head = ['when', 'incident', 'outcome', 'who', 'what'];
  const widths = head.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]!.length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join('  ')
      .trimEnd();
  print(paint.dim(line(head)));
  for (const [index, row] of rows.entries()) {
    print(colour(incidents[index]!, paint)(printable(line(row))));
  }
}

export function standing({ state, grade }: Incident): string {
  if (state !== 'done') return states[state];
  return grade === 'racy' ? 'contained, racy' : (grade ?? 'done');
}

const states = {
  working: 'working',
  waiting: 'waits for approval',
  paged: 'needs a person',
  joined: 'joined',
  restored: 'restored',
  'partly-restored': 'restored in part',
} as const;

function colour({ state, grade }: Incident, paint: Paint) {
  if (state === 'done') return grade === 'not contained' ? paint.bad : paint.good;
  return state === 'waiting' || state === 'paged' ? paint.strong : paint.dim;
}

/** `arn:…:secret:prod/db-AbCdEf` is `prod/db` to a person. */
const nameOf = (arn: string) =>
  arn
    .split(':secret:')
    .at(-1)!
    .replace(/-\w{6}$/, '');
