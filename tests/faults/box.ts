import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Key, signHeaders } from './signRequest.ts';

/** A box in a process of its own, which a test may torture and kill. */
export interface Box {
  readonly endpoint: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** What it complained of so far: defects, above all. */
  complaints(): string;
  /** What `tocsin status` shows. */
  status(): Promise<Status>;
  /** `kill -9`, or another signal; resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface Status {
  readonly memoryBytes: number;
  readonly jobs: Readonly<Record<string, number>>;
}

/** The administrator of every box here. */
export const adminKey: Key = {
  accessKeyId: 'AKIAFAULTTESTEXAMPLE',
  secretAccessKey: 'fault/tests/only/on/loopback/EXAMPLEKEY0',
};

/** A folder that is gone when the test has ended. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-faults-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts `tocsin up` and waits until it answers. Throws with its complaints if it ends instead. */
export async function startBox(
  home: string,
  options: readonly string[],
  limits?: string,
): Promise<Box> {
  const { child, complaints } = spawnBox(home, options, limits);
  const line = await greeting(child);
  const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1]);
  if (!port) throw new Error(`The box did not start: ${line}${complaints()}`);
  const endpoint = `http://127.0.0.1:${port}`;
  return { endpoint, port, process: child, complaints, status, kill };

  async function status() {
    const path = '/_tocsin/status';
    const request = { method: 'GET', path, headers: { host: `127.0.0.1:${port}` } };
    const headers = signHeaders(request, { key: adminKey, service: 'tocsin' });
    const response = await fetch(`${endpoint}${path}`, { headers });
    if (!response.ok) throw new Error(`status answers ${response.status}`);
    return (await response.json()) as Status;
  }
  async function kill(signal: NodeJS.Signals = 'SIGKILL') {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

/**
 * The process alone: it may still be starting, or may never come up. `limits` are shell commands
 * that take something from it first, such as `ulimit`.
 */
export function spawnBox(home: string, options: readonly string[], limits = '') {
  const command = [process.execPath, tocsin, 'up', '--port', '0', ...options];
  const child = spawn('sh', ['-c', `${limits}\nexec "$@"`, 'sh', ...command], {
    env: {
      ...ownEnvironment(),
      TOCSIN_HOME: home,
      TOCSIN_ADMIN_KEY: `${adminKey.accessKeyId}:${adminKey.secretAccessKey}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    if (complained.length < complaintsMax) complained += text;
  });
  return { child, complaints: () => complained };
}

const tocsin = resolve(import.meta.dirname, '../../packages/cli/bin/tocsin.js');
const complaintsMax = 100_000;

/** What the box prints first, or nothing when it ends without a word. */
async function greeting(child: ChildProcess): Promise<string> {
  let said = '';
  const ended = once(child, 'close').then(() => said);
  const spoken = new Promise<string>((done) => {
    child.stdout!.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (said.includes('\n')) done(said);
    });
  });
  return Promise.race([spoken, ended]);
}

function ownEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:AWS|TOCSIN|NODE)_/.test(name),
  );
  return Object.fromEntries(inherited);
}
