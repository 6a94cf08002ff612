import { existsSync } from 'node:fs';
import {
  builtInRules,
  configurationFile,
  type Detection,
  FileError,
  type Loaded,
  loadRules,
  noConfiguration,
  readConfiguration,
  select,
} from '@tocsin/detect';
import { Failure, UsageError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import type { WhichRules } from './whichRules.ts';

export interface Rulebook extends Loaded {
  /** Those of `detections` that the packs, the level and the settings leave. */
  readonly selected: readonly Detection[];
}

/**
 * Loads rules; files that cannot be read are named on stderr, and the others work. `only` is a
 * folder or file to be loaded instead of all that is built in.
 */
export function openRulebook(
  which: WhichRules,
  { warn, paint }: Terminal,
  only?: string,
): Rulebook {
  try {
    const usual = existsSync(configurationFile) ? configurationFile : undefined;
    // Settings name detections, most of which are not in a folder of one's own.
    const path = only === undefined ? (which.config ?? usual) : undefined;
    const configuration = path === undefined ? noConfiguration : readConfiguration(path);
    const paths = only === undefined ? [builtInRules, ...which.rules] : [only];
    const loaded = loadRules(paths, configuration);
    for (const problem of loaded.problems) warn(`${paint.bad('skipped')} ${problem.message}`);
    const asked = which.pack.length > 0 ? which.pack : configuration.packs;
    const selection = {
      packs: asked.length > 0 ? asked : ['all'],
      ...(which.minLevel === undefined ? {} : { minLevel: which.minLevel }),
    };
    return { ...loaded, selected: select(loaded.detections, selection, configuration) };
  } catch (error) {
    if (error instanceof FileError) throw new Failure(error.message);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Failure(`There is no file ${which.config}.`);
    }
    throw error;
  }
}

/** The detection of a name, an id or a file. Throws a UsageError that names the nearest. */
export function findDetection({ detections }: Loaded, asked: string | undefined): Detection {
  if (asked === undefined) throw new UsageError('Say which rule: its name, its id or its file.');
  const all = detections.filter(({ isStep }) => !isStep);
  const found = all.find(
    ({ name, sigma, source }) =>
      name === asked ||
      sigma.id === asked ||
      source.file === asked ||
      source.file.endsWith(`/${asked}`),
  );
  if (found) return found;
  const near = all.map(({ name }) => name).filter((name) => name.includes(asked));
  const hint = near.length > 0 ? `Is it ${near.slice(0, 5).join(', ')}?` : 'See: tocsin rules list';
  throw new UsageError(`There is no rule ${asked}. ${hint}`);
}
