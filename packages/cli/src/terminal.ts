import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { Environment } from './command.ts';

/** Where a command speaks: what it found on stdout, what went wrong on stderr. */
export interface Terminal {
  /** A person can be asked. */
  readonly interactive: boolean;
  readonly paint: Paint;
  readonly columns: number;
  print(line?: string): void;
  warn(line: string): void;
  ask(question: string): Promise<string>;
}

/** Colours by what they mean. Without a terminal, or with NO_COLOR, they are the text itself. */
export type Paint = Readonly<
  Record<'strong' | 'dim' | 'good' | 'bad' | 'accent', (text: string) => string>
>;

export function processTerminal(environment: Environment): Terminal {
  const { stdin, stdout, stderr } = process;
  // `tocsin mail | head` closes the pipe early; that is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    interactive: Boolean(stdin.isTTY && stdout.isTTY),
    paint: coloured(stdout.isTTY, environment) ? colours : plain,
    columns: stdout.columns || columnsElsewhere,
    print: (line = '') => void stdout.write(`${line}\n`),
    warn: (line) => void stderr.write(`${line}\n`),
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stdout });
      const answer = await lines.question(question);
      lines.close();
      return answer;
    },
  };
}

/** In a file or a pipe nothing breaks a line. Some terminals say 0: they do not know. */
const columnsElsewhere = 100;

/** Source: no-color.org. */
function coloured(onTerminal: boolean, { NO_COLOR, TERM }: Environment): boolean {
  return onTerminal && !NO_COLOR && TERM !== 'dumb';
}

export const plain: Paint = {
  strong: (text) => text,
  dim: (text) => text,
  good: (text) => text,
  bad: (text) => text,
  accent: (text) => text,
};

const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
  styleText(format, text, { validateStream: false });

const colours: Paint = {
  strong: style('bold'),
  dim: style('dim'),
  good: style('green'),
  bad: style(['bold', 'red']),
  accent: style('cyan'),
};

/** What others wrote, on a line of its own, so that it cannot steer the terminal. */
export function printable(line: string): string {
  return line.replaceAll('\t', '    ').replace(controlCharacters, '�');
}

const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;
