import { resolve } from 'node:path';
import { type Environment, Failure } from '../command.ts';
import { folderOption, portOption } from '../options.ts';
import { ownName } from './home.ts';
import { isReady } from './privateDoors.ts';
import { type Box, readRunFiles, removeRunFile } from './runFile.ts';

/** What every command takes that needs to find a running box. */
export const whichBox = {
  port: portOption('The box that listens on this port.'),
  data: folderOption('The box that keeps its data in this folder.'),
};

interface Which {
  readonly port: number | undefined;
  readonly data: string | undefined;
}

/** The running box that is meant: by its port, by its folder, or the only one there is. */
export async function findBox(which: Which, environment: Environment): Promise<Box> {
  const running = await runningBoxes(environment);
  const [box, ...others] = running.filter((candidate) => isMeant(candidate, which));
  if (box && others.length === 0) return box;
  throw new Failure(
    box
      ? `Several boxes run: ${running.map(inShort).join('; ')}. Say which with --port.`
      : noneFound(which, running, environment),
  );
}

/** Those that answer. The file of one that ended without a word is cleared away. */
export async function runningBoxes(environment: Environment): Promise<Box[]> {
  const checked = await Promise.all(
    readRunFiles(environment).map(async (box) => {
      if (processLives(box.pid) && (await isReady(box.endpoint))) return [box];
      if (!processLives(box.pid)) removeRunFile(box, environment);
      return [];
    }),
  );
  return checked.flat();
}

export function processLives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isMeant(box: Box, { port, data }: Which): boolean {
  if (port !== undefined && box.port !== port) return false;
  return data === undefined || box.data === resolve(data);
}

function noneFound({ port, data }: Which, running: readonly Box[], environment: Environment) {
  const place = port !== undefined ? ` on port ${port}` : data === undefined ? '' : ` on ${data}`;
  if (running.length > 0) {
    return `No box runs${place}. These do: ${running.map(inShort).join('; ')}.`;
  }
  const options = [
    port === undefined ? '' : ` --port ${port}`,
    data === undefined ? '' : ` --data ${data}`,
  ];
  return `No box runs${place}. Start one: ${ownName(environment)} up${options.join('')}`;
}

const inShort = ({ port, data }: Box) => `port ${port} (${data ?? 'in memory'})`;
