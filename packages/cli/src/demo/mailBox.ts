import type { Mail } from '../box/privateDoors.ts';
import type { Paint, Terminal } from '../terminal.ts';
import { wrapLines } from './wrapLines.ts';

/** A mail in a frame: who, what, when, and its text. */
export function mailBox(mail: Mail, { paint, columns }: Look, maxLines = Infinity): string[] {
  const width = Math.max(Math.min(columns, widestColumns) - frameColumns, narrowestColumns);
  const fold = (line: string) => wrapLines(line, width);
  const head = [
    `To       ${mail.to}`,
    `Subject  ${mail.subject}`,
    `Date     ${new Date(mail.timeMs).toISOString()}  (${deliveries[mail.delivery]})`,
  ].flatMap(fold);
  const text = mail.text.trimEnd().split('\n').flatMap(fold);
  const shown = text.slice(0, maxLines);
  if (shown.length < text.length) shown.push(`… ${text.length - shown.length} more lines`);
  return framed([head, shown], paint);
}

const deliveries = { relayed: 'a relay took it', kept: 'kept in the mailbox' } as const;

type Look = Pick<Terminal, 'paint' | 'columns'>;

const widestColumns = 100;
const frameColumns = 4;
const narrowestColumns = 20;

/** Sections in one frame. */
function framed(sections: readonly (readonly string[])[], { dim }: Paint): string[] {
  const width = Math.max(...sections.flat().map((line) => line.length));
  const rule = '─'.repeat(width + 2);
  const rows = sections.map((section) =>
    section.map((line) => `${dim('│')} ${line.padEnd(width)} ${dim('│')}`),
  );
  const between = dim(`├${rule}┤`);
  const body = rows.flatMap((section, index) => (index === 0 ? section : [between, ...section]));
  return [dim(`╭${rule}╮`), ...body, dim(`╰${rule}╯`)];
}
