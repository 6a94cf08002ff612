import { defaultPort } from './box/home.ts';
import type { Command, Option, OptionTable } from './command.ts';
import { wrapLines } from './demo/wrapLines.ts';
import { kebabCase } from './parse.ts';
import { type Paint, plain } from './terminal.ts';

/** `tocsin help`: what there is. */
export function overview(commands: Readonly<Record<string, Command>>, paint: Paint = plain) {
  const rows = Object.entries(commands).map(
    ([name, { summary }]) => [`  ${name}`, summary] as const,
  );
  return lines(
    `${paint.strong('tocsin')} – AWS in one process on this machine, and the alarm that rings in it.`,
    '',
    heading('Commands', paint),
    ...table(rows, paint),
    '',
    heading('Where things are', paint),
    ...table(places, paint),
    '',
    `${paint.accent('tocsin COMMAND --help')} tells more about a command.`,
  );
}

const places: readonly Row[] = [
  ['  $TOCSIN_HOME', 'everything of tocsin on this machine (~/.tocsin)'],
  ['  $TOCSIN_HOME/data', 'the data of a box that is told no other folder'],
  ['  $TOCSIN_HOME/run', 'one file for each running box, with its administrator’s key (mode 0600)'],
  [`  port ${defaultPort}`, 'where a box listens that is told no other port'],
];

/** `tocsin COMMAND --help`. */
export function commandHelp(name: string, command: Command, paint: Paint = plain) {
  const options = optionRows(command.options);
  return lines(
    command.summary,
    ...(command.details ? ['', ...wrapLines(command.details, widthChars)] : []),
    '',
    `${heading('Usage', paint)}  ${usage(name, command)}`,
    '',
    heading('Options', paint),
    ...table(
      options.map(([left, right]) => [`  ${left}`, right] as const),
      paint,
    ),
    '',
    heading('Examples', paint),
    ...command.examples.flatMap(({ line, says }) => [`  ${paint.accent(line)}`, `      ${says}`]),
  );
}

/** The same as a section of a Markdown page. */
export function commandPage(name: string, command: Command) {
  return lines(
    `## tocsin ${name}`,
    '',
    command.summary,
    ...(command.details ? ['', command.details] : []),
    '',
    '```',
    usage(name, command),
    '```',
    '',
    '| option | |',
    '|---|---|',
    ...optionRows(command.options).map(
      ([left, right]) => `| \`${escapeCell(left)}\` | ${escapeCell(right)} |`,
    ),
    '',
    ...command.examples.flatMap(({ line, says }) => [`- \`${line}\` – ${says}`]),
  );
}

const escapeCell = (text: string) => text.replaceAll('|', '\\|');

type Row = readonly [left: string, right: string];

function usage(name: string, { args }: Command): string {
  return `tocsin ${name}${args ? ` ${args.usage}` : ''} [options]`;
}

function optionRows(options: OptionTable): Row[] {
  const rows = Object.entries(options).map(([name, option]) => optionRow(kebabCase(name), option));
  return [...rows, ['-h, --help', 'Show this help.']];
}

function optionRow(name: string, { kind, placeholder, help }: Option<unknown>): Row {
  const left = kind === 'flag' ? `--${name}` : `--${name} ${placeholder}`;
  return [left, kind === 'list' ? `${help} May be given more than once.` : help];
}

function heading(text: string, paint: Paint) {
  return paint.strong(`${text}:`);
}

/** Two columns. */
function table(rows: readonly Row[], paint: Paint): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${paint.accent(left.padEnd(width))}  ${right}`);
}

/** What most terminals have room for, and the eye can follow. */
const widthChars = 100;

const lines = (...parts: readonly string[]) => parts.join('\n');
