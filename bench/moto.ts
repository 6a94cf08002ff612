import { spawn, spawnSync } from 'node:child_process';
import { freePort } from './freePort.ts';

/** moto's server on a free port, or undefined where it is not installed. */
export async function startMoto(): Promise<{ port: number; stop(): void } | undefined> {
  const installed = spawnSync('python3', ['-c', 'import moto.server'], { stdio: 'ignore' });
  if (installed.status !== 0) return undefined;
  const port = await freePort();
  const moto = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  });
  for (let attempt = 0; attempt < startAttempts; attempt += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (up) return { port, stop: () => moto.kill('SIGKILL') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  moto.kill('SIGKILL');
  throw new Error('moto did not start.');
}

const startAttempts = 200;
