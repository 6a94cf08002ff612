import type { Terminal } from './terminal.ts';

/** Declares a command. Its parser, its help and its page in the docs come from what stands here. */
export function command<Options extends OptionTable>(
  definition: Command<Options>,
): Command<Options> {
  return definition;
}

export interface Command<Options extends OptionTable = OptionTable> {
  /** One sentence, for the list of commands. */
  readonly summary: string;
  /** What else there is to know, for the command's own help. */
  readonly details?: string;
  /** What may follow the command's name besides options. */
  readonly args?: { readonly usage: string; readonly max: number };
  readonly options: Options;
  readonly examples: readonly Example[];
  // A method, so that commands with different options fit into one table.
  run(call: Call<Options>): Promise<void>;
}

export interface Example {
  readonly line: string;
  readonly says: string;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** An option; in the table under its name in camel case, on the command line as `--kebab-case`. */
export interface Option<Value> {
  /** A flag takes no value; a list may be given more than once. */
  readonly kind: 'flag' | 'value' | 'list';
  /** What stands for the value in the help: `PORT`, `DIR`. */
  readonly placeholder: string;
  readonly help: string;
  /** From the texts given, in their order, to the value. Throws a UsageError. */
  readonly read: (given: readonly string[]) => Value;
}

export interface Call<Options extends OptionTable = OptionTable> {
  readonly options: { readonly [Name in keyof Options]: ReturnType<Options[Name]['read']> };
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly environment: Environment;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The command line was not understood: exit code 2. */
export class UsageError extends Error {}

/** The command could not do its work; the message says what to do next: exit code 1, or its own. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
