#!/usr/bin/env -S node --max-semi-space-size=4
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { keepCompiledCode } from './compileCache.js';

/** TypeScript runs as it is, and SQLite is built in, from here on. */
const oldestNode = 24;

if (Number(process.versions.node.split('.')[0]) >= oldestNode) await start();
else startWithNewerNode();

async function start() {
  keepExperimentsQuiet();
  keepCompiledCode();
  const { main } = await import('../src/main.ts');
  await main(process.argv.slice(2));
}

/** Node warns of what it may change one day; whoever runs tocsin can do nothing about that. */
function keepExperimentsQuiet() {
  const [tell] = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') tell?.(warning);
  });
}

/** The `node` package of npm holds the right Node, whatever the machine's own one is. */
function startWithNewerNode() {
  const node = newerNode();
  if (node === undefined) {
    console.error(
      `tocsin: Node ${process.versions.node} is too old. Run \`npm ci\`, or install Node ${oldestNode}.`,
    );
    process.exit(1);
  }
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the whole process group, a plain kill only this process: both end the child.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function newerNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const binary = fileURLToPath(new URL('bin/node', `file://${manifest}`));
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
