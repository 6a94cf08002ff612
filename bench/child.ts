import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, so that its processor time and memory are its own. */
export interface Child<Info> {
  readonly info: Info;
  /** Processor time so far, in microseconds, and resident memory, in bytes. */
  usage(): Promise<{ cpuMicros: number; memoryBytes: number }>;
  stop(): Promise<void>;
}

/** Runs `module`, which calls `serve` (below) once it is ready. */
export async function startChild<Info>(
  module: string,
  argument = '',
  nodeFlags: readonly string[] = [],
): Promise<Child<Info>> {
  const child = fork(new URL(module, import.meta.url), [argument], { execArgv: [...nodeFlags] });
  const info = (await message(child)) as Info;
  return {
    info,
    async usage() {
      child.send('usage');
      return (await message(child)) as { cpuMicros: number; memoryBytes: number };
    },
    async stop() {
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
  };
}

/** In the child: tells that it is ready, and answers what its parent asks. */
export function serve(info: object) {
  process.on('message', (message) => {
    // A clean end keeps what was compiled for the next start.
    if (message === 'stop') process.exit(0);
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicros: user + system, memoryBytes: process.memoryUsage().rss });
  });
  process.send?.(info);
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`The server ended (${code}).`));
    child.once('exit', ended);
    child.once('message', (received) => {
      child.off('exit', ended);
      resolve(received);
    });
  });
}
