import { readFileSync } from 'node:fs';
import { parameterValueOf } from './extension.ts';
import type { Parameters } from './ruleFile.ts';
import { FileError, readYaml } from './yamlFile.ts';

/**
 * The user's settings for detections:
 *
 *     detections:
 *       packs: [essential, secrets]
 *       disable: [role-created]
 *       parameters:
 *         named-secret-read:
 *           watched_secrets: [prod/db]
 */
export interface Configuration {
  readonly file: string;
  readonly packs: readonly string[];
  readonly disable: readonly string[];
  /** By the name of the detection. */
  readonly parameters: Readonly<Record<string, Parameters>>;
}

export const configurationFile = 'tocsin.yml';

export const noConfiguration: Configuration = {
  file: configurationFile,
  packs: [],
  disable: [],
  parameters: {},
};

/** Reads the settings of a file. Throws a `FileError` for what it does not understand. */
export function readConfiguration(file: string): Configuration {
  const [document, second] = readYaml(readFileSync(file, 'utf8'), file);
  if (document === undefined) return { ...noConfiguration, file };
  const fail = (path: readonly string[], reason: string): never => {
    throw new FileError(file, document.lineOf(path), `${path.join('.') || 'the file'} ${reason}`);
  };
  if (second) fail([], 'has more than one document.');
  const top = mapAt(document.value, [], ['detections'], fail);
  const given = mapAt(
    top.detections ?? {},
    ['detections'],
    ['packs', 'disable', 'parameters'],
    fail,
  );
  const names = (member: 'packs' | 'disable') => {
    const value = given[member] ?? [];
    const isNames = Array.isArray(value) && value.every((each) => typeof each === 'string');
    return isNames ? (value as string[]) : fail(['detections', member], 'must be a list of names.');
  };
  const path = ['detections', 'parameters'];
  const parameters = Object.entries(mapAt(given.parameters ?? {}, path, undefined, fail)).map(
    ([name, values]) => {
      const entries = Object.entries(mapAt(values, [...path, name], undefined, fail));
      const typed = entries.map(([parameter, value]) => [
        parameter,
        parameterValueOf(value, () =>
          fail([...path, name, parameter], 'must be a number, a text, or a list of them.'),
        ),
      ]);
      return [name, Object.fromEntries(typed)];
    },
  );
  return {
    file,
    packs: names('packs'),
    disable: names('disable'),
    parameters: Object.fromEntries(parameters),
  };
}

function mapAt(
  value: unknown,
  path: readonly string[],
  members: readonly string[] | undefined,
  fail: (path: readonly string[], reason: string) => never,
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(path, 'must be a map.');
  }
  const stranger = members && Object.keys(value).find((name) => !members.includes(name));
  if (stranger !== undefined)
    fail([...path, stranger], `is unknown; known: ${members!.join(', ')}.`);
  return value as Readonly<Record<string, unknown>>;
}
