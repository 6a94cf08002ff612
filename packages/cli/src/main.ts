import { type Command, type Environment, Failure, UsageError } from './command.ts';
import { commands } from './commands/index.ts';
import { commandHelp, overview } from './help.ts';
import { parse } from './parse.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Runs the command line and ends the process: 0 done, 1 failed, 2 not understood. */
export async function main(argv: readonly string[]): Promise<void> {
  const environment = process.env;
  const code = await tocsin(argv, processTerminal(environment), environment);
  // Pipes may be written behind our back: the last words go out before the process ends.
  process.stdout.write('', () => process.exit(code));
}

/** The same without a process of its own. Gives the exit code. */
export async function tocsin(
  argv: readonly string[],
  terminal: Terminal,
  environment: Environment,
): Promise<number> {
  const [name = 'help', ...rest] = argv;
  try {
    if (name === '--version') {
      terminal.print(version);
      return 0;
    }
    await dispatch(name, rest, terminal, environment);
    return 0;
  } catch (error) {
    return explain(error, name, terminal);
  }
}

async function dispatch(
  name: string,
  rest: readonly string[],
  terminal: Terminal,
  environment: Environment,
) {
  if (name === 'help' || name === '--help' || name === '-h') {
    const asked = rest[0];
    terminal.print(
      asked === undefined
        ? overview(commands, terminal.paint)
        : commandHelp(asked, find(asked), terminal.paint),
    );
    return;
  }
  const command = find(name);
  const parsed = parse(command, rest);
  if (parsed === 'help') terminal.print(commandHelp(name, command, terminal.paint));
  else await command.run({ ...parsed, terminal, environment });
}

function find(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command '${name}'.`);
  return command;
}

function explain(error: unknown, name: string, { warn, paint }: Terminal): number {
  const label = paint.bad('tocsin:');
  if (error instanceof UsageError) {
    const help = Object.hasOwn(commands, name) ? `tocsin ${name} --help` : 'tocsin help';
    warn(`${label} ${error.message} See: ${help}`);
    return 2;
  }
  if (error instanceof Failure) {
    warn(`${label} ${error.message}`);
    return error.exitCode;
  }
  warn(`${label} This is a defect of tocsin. Please report it with these lines:`);
  warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
