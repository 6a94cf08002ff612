import {
  parseSigma,
  type SigmaCorrelation,
  SigmaError,
  type SigmaRule,
} from '@tocsin/engine/sigma';
import { type Extension, type ParameterValue, readExtension } from './extension.ts';
import { FileError, readYaml, type YamlDocument } from './yamlFile.ts';

/** A file of rules as it is written: parameters have no values yet. */
export interface RuleFile {
  /** The file's name without its ending: what users call the detection. */
  readonly name: string;
  readonly file: string;
  readonly documents: readonly YamlDocument[];
  readonly extension: Extension;
  /** It says nothing under `x-tocsin`: somebody else wrote it. */
  readonly isForeign: boolean;
}

/** A rule or a correlation with the user's values for its parameters. */
export interface Detection {
  /** The name of its file; further documents that ring by themselves add their number. */
  readonly name: string;
  readonly sigma: SigmaRule | SigmaCorrelation;
  /**
   * A step of a correlation of the same file: by Sigma's word (`generate`) it does not ring by
   * itself.
   */
  readonly isStep: boolean;
  readonly source: RuleFile;
  /** Parameters that have no value and need one: the detection is off without. */
  readonly missing: readonly string[];
}

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Reads a file of Sigma documents. Throws a `FileError` that says where it is wrong. */
export function readRuleFile(text: string, file: string): RuleFile {
  const documents = readYaml(text, file);
  if (documents.length === 0) throw new FileError(file, undefined, 'has no rule in it.');
  const stated = documents.filter(({ value }) => isMap(value) && 'x-tocsin' in value);
  if (stated.length > 1) {
    throw new FileError(file, stated[1]!.lineOf(['x-tocsin']), 'has x-tocsin more than once.');
  }
  const extension = readExtension(stated[0] ?? documents[0]!, file);
  const name = file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
  return { name, file, documents, extension, isForeign: stated.length === 0 };
}

/**
 * The detections of a file with values for its parameters; the rest keeps its defaults. Throws a
 * `FileError` for what is no Sigma and for parameters that the file does not have.
 */
export function detectionsOf(source: RuleFile, given: Parameters = {}): Detection[] {
  const { file, extension, documents } = source;
  const known = extension.parameters;
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (stranger !== undefined) {
    const names = Object.keys(known).join(', ') || 'none';
    throw new FileError(file, undefined, `has no parameter ${stranger}; it has: ${names}.`);
  }
  const values = Object.fromEntries(
    Object.entries(known).map(([name, parameter]) => [name, given[name] ?? parameter.default]),
  );
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required && isEmpty(values[name]!))
    .map(([name]) => name);
  const placeholders = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
  ) as Record<string, readonly (string | number)[]>;
  const all = documents.map((document) => {
    const value = withSettings(document.value, known, values);
    return parse({ ...document, value }, file, placeholders);
  });
  const steps = stepsOf(all);
  const ringing = all.filter((sigma) => !steps.has(sigma));
  return all.map((sigma) => {
    const place = ringing.indexOf(sigma);
    const name = place <= 0 ? source.name : `${source.name}#${place + 1}`;
    return { name, sigma, isStep: place < 0, source, missing };
  });
}

function parse(
  document: YamlDocument,
  file: string,
  placeholders: Record<string, readonly (string | number)[]>,
) {
  const { value, lineOf } = document;
  try {
    return parseSigma(value, { file, lineOf }, { placeholders });
  } catch (error) {
    if (error instanceof SigmaError) throw new FileError(error.file, error.line, error.reason);
    throw error;
  }
}

/** The rules that a correlation of the same file refers to, and that it keeps quiet. */
function stepsOf(
  all: readonly (SigmaRule | SigmaCorrelation)[],
): Set<SigmaRule | SigmaCorrelation> {
  const quiet = all.flatMap((sigma) =>
    sigma.kind === 'correlation' && !sigma.generate ? sigma.rules : [],
  );
  return new Set(all.filter(({ id, name }) => quiet.some((rule) => rule === id || rule === name)));
}

/** The document with the values of the parameters that set a part of it by its path. */
function withSettings(
  document: unknown,
  known: Extension['parameters'],
  values: Parameters,
): unknown {
  let changed = document;
  for (const [name, { sets }] of Object.entries(known)) {
    if (sets === undefined) continue;
    const path = sets.split('.');
    if (hasPath(changed, path)) changed = replaced(changed, path, values[name]);
  }
  return changed;
}

const hasPath = (value: unknown, [head, ...rest]: readonly string[]): boolean =>
  head === undefined || (isMap(value) && head in value && hasPath(value[head], rest));

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return by;
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [head]: replaced(map[head], rest, by) };
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: ParameterValue): boolean =>
  value === '' || (Array.isArray(value) && value.length === 0);
