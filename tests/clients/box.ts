import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type MailServer, startMailServer } from '../walkthroughs/mailServer.ts';
import { openShell, type Shell } from './shell.ts';

/** A box as a user starts it, and the user's terminal, home folder and mail server. */
export interface Box {
  readonly shell: Shell;
  readonly home: string;
  readonly mailServer: MailServer;
  [Symbol.asyncDispose](): Promise<void>;
}

const aws = findAws();

/** Why tests with the stock `aws` are skipped, if they are. */
export const skip: string | false = aws ? false : 'needs the stock `aws` CLI on the PATH';

/** Whether `aws` is of the end of 2023 or older, as Debian's 2.9. */
export const isOldAws: boolean = aws?.isOld ?? false;

/**
 * Starts `tocsin up` and a shell in which `eval "$(tocsin env)"` was typed: from there on it is a
 * terminal like that of anybody who follows a tutorial.
 */
export async function startBox(): Promise<Box> {
  const home = mkdtempSync(join(tmpdir(), 'tocsin-clients-'));
  const mailServer = await startMailServer();
  const env = userEnvironment(home);
  const options = ['--memory', '--port', '0', '--smtp', mailServer.url];
  const up = spawn('tocsin', ['up', ...options], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const shell = openShell(home, env);
  const stop = async () => {
    shell.close();
    await end(up);
    await mailServer.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await greeting(up);
    const { status, stderr } = await shell.run('eval "$(tocsin env)"');
    if (status !== 0 || stderr) throw new Error(`tocsin env: ${stderr}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { shell, home, mailServer, [Symbol.asyncDispose]: stop };
}

/** The box prints where it is once it answers there. */
async function greeting(up: ChildProcess) {
  const ended = once(up, 'exit').then(([code]) => {
    throw new Error(`tocsin up ended with exit code ${code}.`);
  });
  await Promise.race([once(up.stdout!, 'data'), ended]);
  ended.catch(() => {});
  up.stdout!.resume();
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The machine's own settings of AWS stay outside: the home is new, no variable is inherited. */
function userEnvironment(home: string): NodeJS.ProcessEnv {
  const own = /^(?:AWS|TOCSIN|NODE)_/;
  const inherited = Object.entries(process.env).filter(([name]) => !own.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    TOCSIN_HOME: join(home, '.tocsin'),
    PATH: `${makeCommands(join(home, '.bin'))}:${process.env.PATH}`,
  };
}

/**
 * `tocsin`, as it is on the PATH where its package is installed. And an old `aws`, to which the
 * variable `AWS_ENDPOINT_URL` means nothing, with the option that it does know.
 */
function makeCommands(folder: string): string {
  mkdirSync(folder);
  const make = (name: string, line: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${line} "$@"\n`, { mode: 0o755 });
  make('tocsin', `'${process.execPath}' '${tocsin}'`);
  const endpoint = `\${AWS_ENDPOINT_URL:+--endpoint-url $AWS_ENDPOINT_URL}`;
  if (aws?.isOld) make('aws', `'${aws.path}' ${endpoint}`);
  return folder;
}

const tocsin = resolve(import.meta.dirname, '../../packages/cli/bin/tocsin.js');

interface AwsCli {
  readonly path: string;
  readonly isOld: boolean;
}

function findAws(): AwsCli | undefined {
  const ask = (command: string) => spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  const version = /^aws-cli\/(\d+)\.(\d+)/.exec(ask('aws --version 2>&1').stdout);
  if (!version) return undefined;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const isOld = major < 2 ? minor < 31 : major === 2 && minor < 14;
  return { path: ask('command -v aws').stdout.trim(), isOld };
}
