import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Python } from './python.ts';

/** How a process is started. */
export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user?: number;
}

export interface Place {
  readonly code: string;
  readonly scratch: string;
  readonly python: Python | undefined;
}

interface Asked {
  readonly runtime: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
}

export function isRuntime(name: string): boolean {
  return /^(?:nodejs(?:18|20|22|24)\.x|python3\.(?:8|9|1[0-4]))$/.test(name);
}

/**
 * The command line that shuts a process in. Its environment is made from nothing. It may read its
 * code, the SDK and its interpreter, write to its scratch folder, and start no process.
 *
 * - Node: the permission model.
 * - Python: landlock, or where the kernel has none an audit hook; see `bootstrap.py`.
 * - Run by root it becomes nobody, where all that it needs may be read by everybody.
 */
export function commandLine(asked: Asked, place: Place): CommandLine {
  const inner = place.python
    ? pythonCommand(asked, place, place.python)
    : nodeCommand(asked, place);
  const [file, ...args] = [...dieWithParent, ...inner.command];
  const user = inner.needed.every(othersMayRead) ? sandboxUser : undefined;
  return {
    file: file!,
    args,
    environment: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'en_US.UTF-8',
      TZ: 'UTC',
      ...asked.environment,
      TMPDIR: place.scratch,
      HOME: place.scratch,
      LAMBDA_TASK_ROOT: place.code,
      _HANDLER: asked.handler,
    },
    ...(user === undefined ? undefined : { user }),
  };
}

/** `nobody`, if we may become it. */
export const sandboxUser = process.getuid?.() === 0 ? 65_534 : undefined;

interface Inner {
  readonly command: readonly string[];
  /** What the process has to read before it is shut in. */
  readonly needed: readonly string[];
}

function nodeCommand({ memoryMb }: Asked, { code, scratch }: Place): Inner {
  const program = join(import.meta.dirname, 'bootstrap.mjs');
  const packages = packagesFolder();
  const readable = [program, join(code, sep), join(scratch, sep), join(packages, sep)];
  return {
    command: [
      process.execPath,
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      `--allow-fs-write=${join(scratch, sep)}`,
      // A database may attach others, which the permission model does not see.
      '--no-experimental-sqlite',
      `--max-old-space-size=${memoryMb}`,
      '--disable-warning=ExperimentalWarning',
      program,
    ],
    needed: [process.execPath, program, packages],
  };
}

/** Where this program's own packages are: the AWS SDK among them. */
function packagesFolder(): string {
  const file = createRequire(import.meta.url).resolve('@aws-sdk/client-sts');
  const name = `${sep}node_modules${sep}`;
  return file.slice(0, file.lastIndexOf(`${name}@aws-sdk`) + name.length - 1);
}

function pythonCommand({ memoryMb }: Asked, { code, scratch }: Place, python: Python): Inner {
  const program = join(import.meta.dirname, 'bootstrap.py');
  const confinement = {
    read: [...systemFolders, ...python.folders, code],
    write: [scratch, '/dev/null'],
    memoryBytes: (memoryMb + interpreterMb) * 1024 * 1024,
  };
  const { executable } = python;
  return {
    command: [executable, '-I', '-B', program, JSON.stringify(confinement)],
    needed: [executable, program, ...python.folders.filter((folder) => existsSync(folder))],
  };
}

/** What an interpreter takes for itself, beyond the memory that a function was given. */
export const interpreterMb = 96;

/** Libraries, names, certificates: what a program needs of a system, and nothing of its owner's. */
const systemFolders = [
  '/usr',
  '/lib',
  '/lib64',
  '/dev/urandom',
  '/dev/random',
  '/etc/ssl',
  '/etc/pki',
  '/etc/ca-certificates',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/etc/nsswitch.conf',
  '/etc/localtime',
  '/etc/mime.types',
];

/** Linux ends the process with ours, even if ours is killed while the code loops. */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
const dieWithParent = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--no-new-privs', '--'] : [];

/** Whether somebody else could read a file: every folder above it has to let them through. */
function othersMayRead(path: string): boolean {
  if (sandboxUser === undefined) return false;
  if ((statSync(path).mode & 0o004) === 0) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
