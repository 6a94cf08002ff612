import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Configuration } from './configuration.ts';
import { type Detection, detectionsOf, type RuleFile, readRuleFile } from './ruleFile.ts';
import { FileError } from './yamlFile.ts';

/** What came with tocsin. */
export const builtInRules = join(import.meta.dirname, '../../../detections');

export interface Loaded {
  readonly files: readonly RuleFile[];
  readonly detections: readonly Detection[];
  /** Files that could not be read: they are left out, the others work. */
  readonly problems: readonly FileError[];
}

/**
 * Reads every `.yml` and `.yaml` below the folders (or files), in the order of their names. Throws
 * a `FileError` for a path that is not there, and for settings that name no detection.
 */
export function loadRules(paths: readonly string[], configuration: Configuration): Loaded {
  const files: RuleFile[] = [];
  const detections: Detection[] = [];
  const problems: FileError[] = [];
  const names = new Map<string, string>();
  for (const path of paths.flatMap(filesBelow)) {
    try {
      const file = readRuleFile(readFileSync(path, 'utf8'), shown(path));
      const twin = names.get(file.name);
      if (twin !== undefined) {
        throw new FileError(file.file, undefined, `has the same name as ${twin}.`);
      }
      names.set(file.name, file.file);
      detections.push(...detectionsOf(file, configuration.parameters[file.name]));
      files.push(file);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      problems.push(error);
    }
  }
  for (const name of [...Object.keys(configuration.parameters), ...configuration.disable]) {
    if (names.has(name)) continue;
    throw new FileError(configuration.file, undefined, `names ${name}, which is no detection.`);
  }
  return { files, detections, problems };
}

function filesBelow(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return [path];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    throw new FileError(path, undefined, 'is not there, or cannot be read.');
  }
}

/** From the folder of built-in rules on, or as it was given: not the path of one machine. */
function shown(path: string): string {
  const inside = relative(join(builtInRules, '..'), path);
  return inside.startsWith('..') ? path : inside;
}
