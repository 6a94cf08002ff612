import { defineMemory } from '../kernel/memory.ts';
import { Runtime } from './Runtime.ts';

export type { Code } from './codeFolders.ts';
export { isRuntime } from './commandLine.ts';
export { Runtime, RuntimeUnavailable } from './Runtime.ts';
export type { Invocation, Outcome, Usage, Worker, WorkerSpec } from './Worker.ts';

/** The room in which a running cloud runs people's code: `context.memory(runtime)`. */
export const runtime = defineMemory<Runtime>({
  open: () => new Runtime(),
  close: (opened) => opened.close(),
});
