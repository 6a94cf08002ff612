import { type Call, type Environment, Failure } from '../command.ts';
import type { Box } from './runFile.ts';

/** A box in this process, findable by its run file. */
export interface RunningBox {
  readonly box: Box;
  /** Resolves when the box ended by itself: `down`, or `fatal` when its data cannot be written. */
  readonly ended: Promise<'down' | 'fatal'>;
  stop(): Promise<void>;
}

/** Waits for Ctrl-C, a plain kill, or the box itself; then everything is closed. */
export async function untilItEnds(running: RunningBox, { terminal, environment }: Surroundings) {
  const reason = await Promise.race([running.ended, signalled(), deserted(environment)]);
  if (reason === 'fatal') {
    throw new Failure('The box could not write its data and has ended. Is the disk full?');
  }
  if (reason === 'down') return;
  terminal.print();
  await running.stop();
}

/** A second Ctrl-C is the same wish, not another one. */
function signalled(): Promise<'signal'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve('signal'));
    }
  });
}

/** Who kills npm ends the shell in between, which tells nobody: then the parent is another one. */
function deserted({ npm_lifecycle_event }: Environment): Promise<'deserted'> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    if (npm_lifecycle_event === undefined) return;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      resolve('deserted');
    }, lookAtParentEveryMs);
    timer.unref();
  });
}

const lookAtParentEveryMs = 250;

type Surroundings = Pick<Call, 'terminal' | 'environment'>;
