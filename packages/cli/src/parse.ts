import { parseArgs } from 'node:util';
import { type Call, type Command, type OptionTable, UsageError } from './command.ts';

type Parsed = Pick<Call, 'options' | 'args'> | 'help';

/** Reads what follows the command's name. Throws a UsageError. */
export function parse(command: Command, argv: readonly string[]): Parsed {
  const given = tokens(command.options, argv);
  if (given.help) return 'help';
  const { usage, max } = command.args ?? { usage: '', max: 0 };
  const surplus = given.args[max];
  if (surplus !== undefined) {
    throw new UsageError(
      `Unexpected '${surplus}'.${usage ? ` What may stand there: ${usage}.` : ''}`,
    );
  }
  const options = Object.entries(command.options).map(([name, { read }]) => {
    try {
      return [name, read(given.texts.get(kebabCase(name)) ?? [])];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`--${kebabCase(name)}: ${error.message}`);
    }
  });
  return { options: Object.fromEntries(options), args: given.args };
}

/** `allowHost` is `--allow-host` on the command line. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

interface Given {
  readonly texts: Map<string, string[]>;
  readonly args: string[];
  readonly help: boolean;
}

function tokens(table: OptionTable, argv: readonly string[]): Given {
  const given = { texts: new Map<string, string[]>(), args: [] as string[], help: false };
  for (const token of parseTokens(table, argv)) {
    if (token.kind === 'positional') given.args.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help') given.help = true;
    const texts = given.texts.get(token.name) ?? [];
    given.texts.set(token.name, [...texts, token.value ?? '']);
  }
  return given;
}

function parseTokens(table: OptionTable, argv: readonly string[]) {
  const options = Object.entries(table).map(([name, { kind }]) => [
    kebabCase(name),
    { type: kind === 'flag' ? 'boolean' : 'string' } as const,
  ]);
  try {
    const { tokens } = parseArgs({
      args: [...argv],
      options: { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      tokens: true,
    });
    return tokens;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's message goes on with how to give an argument that begins with a dash.
    throw new UsageError(`${error.message.split(/\. |\n/)[0]!.replace(/\.$/, '')}.`);
  }
}
