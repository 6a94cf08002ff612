import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, percentile } from './figure.ts';
import { freePort } from './freePort.ts';
import { signedJsonRequest } from './signed.ts';

/**
 * From the start of the process to the first answered request: `tocsin up` on an empty data folder,
 * asked for its secrets, with a signature, until it answers.
 */
export const start: Benchmark = {
  name: 'start',
  async measure({ quick }) {
    const home = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
    try {
      const times: number[] = [];
      for (let run = 0; run < (quick ? 2 : 10); run += 1) times.push(await startOnce(home, run));
      const median = percentile(times, 0.5);
      return [
        {
          name: 'process start to first answered request, median',
          measured: `${Math.round(median)} ms (the slowest: ${Math.round(Math.max(...times))} ms)`,
          target: `≤ ${limitMs} ms`,
          reached: limitMs / median,
        },
      ];
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

const limitMs = 400;
const patienceMs = 20_000;
const key = {
  accessKeyId: 'AKIABENCHBENCHBENCH1',
  secretAccessKey: 'only-for-this-benchmark-000000000000000',
};

async function startOnce(home: string, run: number): Promise<number> {
  const port = await freePort();
  const request = await signedJsonRequest(port, key, {
    service: 'secretsmanager',
    target: 'secretsmanager.ListSecrets',
    input: {},
  });
  const bin = new URL('../packages/cli/bin/tocsin.js', import.meta.url).pathname;
  const startMs = performance.now();
  const args = ['up', '--port', `${port}`, '--data', join(home, `data-${run}`)];
  const box = spawn(
    process.execPath,
    [bin, ...args, '--admin-key', `${key.accessKeyId}:${key.secretAccessKey}`],
    { stdio: 'ignore', env: { ...process.env, TOCSIN_HOME: home } },
  );
  try {
    while (!(await answered(port, request))) {
      if (performance.now() - startMs > patienceMs) throw new Error('tocsin up did not answer.');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return performance.now() - startMs;
  } finally {
    const ended = once(box, 'exit');
    box.kill('SIGTERM');
    await ended;
  }
}

/** Whether the request was answered with 200. */
function answered(port: number, request: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('connect', () => socket.write(request));
    socket.on('error', () => resolve(false));
    socket.on('data', (chunk) => {
      resolve(chunk.toString('latin1').startsWith('HTTP/1.1 200'));
      socket.destroy();
    });
  });
}
