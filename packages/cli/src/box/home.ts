import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from '../command.ts';

/** T-O-C-S on the keys of a telephone. */
export const defaultPort = 8627;

/** Everything of tocsin on this machine: `$TOCSIN_HOME`, else `~/.tocsin`. */
function homeFolder({ TOCSIN_HOME }: Environment): string {
  return TOCSIN_HOME ? resolve(TOCSIN_HOME) : join(homedir(), '.tocsin');
}

/** Where a box keeps its data when it is told no other folder. */
export function defaultDataFolder(environment: Environment): string {
  return join(homeFolder(environment), 'data');
}

/** One file for each running box. */
export function runFolder(environment: Environment): string {
  return join(homeFolder(environment), 'run');
}

/** How the command is called from where this process was: `npx tocsin` in a clone. */
export function ownName({ npm_command }: Environment): string {
  return npm_command === undefined ? 'tocsin' : 'npx tocsin';
}
