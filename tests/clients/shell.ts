import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a command left: both streams whole, without the line ends around them. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One bash that stays, as a terminal window does: variables and exports live on. */
export interface Shell {
  /** Runs what one would type, one command at a time. */
  run(command: string): Promise<Outcome>;
  close(): void;
}

/**
 * Opens a shell in the folder `home`. A command is a file that bash reads itself, so that quotes
 * and here-documents mean in it what they mean in a terminal; its output goes to files, and what
 * bash then says on its own output is the command's status.
 */
export function openShell(home: string, env: NodeJS.ProcessEnv): Shell {
  const bash = spawn('bash', ['--noprofile', '--norc'], { cwd: home, env });
  const statuses = createInterface(bash.stdout)[Symbol.asyncIterator]();
  const [script, out, err] = ['.command', '.stdout', '.stderr'].map((name) => join(home, name));
  return {
    async run(command) {
      writeFileSync(script!, `${command}\n`);
      bash.stdin.write(`. ${script} >${out} 2>${err} </dev/null; echo $?\n`);
      const { value, done } = await statuses.next();
      if (done) throw new Error(`The shell ended during: ${command}`);
      const [stdout, stderr] = [out, err].map((path) => readFileSync(path!, 'utf8').trim());
      return { status: Number(value), stdout: stdout!, stderr: stderr! };
    },
    close: () => bash.stdin.end(),
  };
}
