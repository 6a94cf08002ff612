import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeFolders } from './codeFolders.ts';
import { commandLine, sandboxUser } from './commandLine.ts';
import { findPython, type Python } from './python.ts';
import { RuntimeApi } from './RuntimeApi.ts';
import { Worker, type WorkerSpec } from './Worker.ts';

/**
 * Runs people's code, each piece in a process of its own that talks to the Runtime API and can open
 * nothing but its code, the AWS SDK and a scratch folder. See `commandLine.ts` for what it may do.
 */
export class Runtime {
  readonly #folder = makeFolder();
  readonly #code = new CodeFolders(join(this.#folder, 'code'));
  readonly #api = new RuntimeApi();
  readonly #workers = new Set<Worker>();
  #python: Promise<Python | undefined> | undefined;
  #started = 0;
  #isClosed = false;

  /**
   * Starts a process. It ends by `stop`, with the cloud, or by itself: then `onEnd` is called.
   * @throws RuntimeUnavailable where Python is asked for and the machine has none
   */
  async start(spec: WorkerSpec): Promise<Worker> {
    const isPython = spec.runtime.startsWith('python');
    if (isPython) this.#python ??= findPython();
    const python = isPython ? await this.#python : undefined;
    if (isPython && !python) throw new RuntimeUnavailable(noPython);
    const port = await this.#api.listening;
    if (this.#isClosed) throw new RuntimeUnavailable('The cloud is stopping.');
    const code = this.#code.open(spec.code);
    const scratch = this.#scratchFolder();
    const worker = new Worker(spec, {
      port,
      command: commandLine(spec, { code: code.path, scratch, python }),
      onEnd: () => {
        this.#workers.delete(worker);
        this.#api.forget(worker);
        code.release();
        rmSync(scratch, { recursive: true, force: true });
        spec.onEnd?.();
      },
    });
    this.#workers.add(worker);
    this.#api.serve(worker);
    return worker;
  }

  /** Ends every process and takes away what was laid out for them. */
  close() {
    this.#isClosed = true;
    for (const worker of this.#workers) worker.stop();
    this.#api.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #scratchFolder(): string {
    this.#started += 1;
    const folder = join(this.#folder, 'scratch', String(this.#started));
    mkdirSync(folder, { mode: 0o700 });
    if (sandboxUser !== undefined) chownSync(folder, sandboxUser, sandboxUser);
    return folder;
  }
}

/** The machine lacks what a runtime needs. */
export class RuntimeUnavailable extends Error {}

const noPython = 'There is no python3 on this machine (3.8 or later) to run this function with.';

/** Others may pass through, as the processes may run as somebody else, but not look around. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-run-'));
  chmodSync(folder, 0o711);
  for (const name of ['code', 'scratch']) mkdirSync(join(folder, name), { mode: 0o711 });
  return folder;
}
