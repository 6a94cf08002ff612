import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../command.ts';
import { runFolder } from './home.ts';

/** A running box, as it tells of itself. Holds the administrator's secret: never print it whole. */
export interface Box {
  readonly pid: number;
  readonly port: number;
  readonly endpoint: string;
  /** The data folder, or undefined for a box in memory. */
  readonly data?: string;
  readonly accountId: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly startedMs: number;
  readonly version: string;
}

/** Written beside and then moved, so that nobody ever reads half of it. For its owner alone. */
export function writeRunFile(box: Box, environment: Environment) {
  const folder = runFolder(environment);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${box.pid}`);
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(box, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, fileOf(box.port, environment));
}

/** Takes it away, unless another box has the port by now. */
export function removeRunFile({ port, pid }: Box, environment: Environment) {
  const file = fileOf(port, environment);
  if (read(file)?.pid === pid) rmSync(file, { force: true });
}

/** All that have a file, in the order of their ports, running or not. */
export function readRunFiles(environment: Environment): Box[] {
  return names(runFolder(environment))
    .flatMap((name) => read(join(runFolder(environment), name)) ?? [])
    .sort((a, b) => a.port - b.port);
}

const fileOf = (port: number, environment: Environment) =>
  join(runFolder(environment), `${port}.json`);

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function read(file: string): Box | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Box;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
