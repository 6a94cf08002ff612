import { FileError, type YamlDocument } from './yamlFile.ts';

/**
 * What a detection says beyond Sigma, under `x-tocsin`: where it belongs, what to do when it rings,
 * what a user may set, and the evidence that it works.
 */
export interface Extension {
  readonly packs: readonly string[];
  /** Whether a finding may start a containment by itself. */
  readonly containment: boolean;
  /** Controls that the detection serves, by standard: `nist-800-53`, `cis-aws`, `pci-dss`. */
  readonly controls: Readonly<Record<string, readonly string[]>>;
  /** What to do next, line by line. */
  readonly runbook: readonly string[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly firstSeen?: FirstSeen;
  readonly filterPatterns: readonly PublishedPattern[];
  readonly tests: Evidence;
}

/**
 * What the user's configuration may set. A list fills the placeholder of its name
 * (`userIdentity.arn|expand: '%allowed_principals%'`); a parameter with `sets` replaces the value
 * at that path of the rule (`correlation.condition.gte`).
 */
export interface Parameter {
  readonly description: string;
  readonly default: ParameterValue;
  readonly sets?: string;
  /** The detection is off until the user gives a value: there is none that fits everybody. */
  readonly required: boolean;
}

export type ParameterValue = string | number | readonly (string | number)[];

/**
 * A baseline: the detection rings only for values of `field` that did not occur, together with
 * those of `within`, during the time before.
 */
export interface FirstSeen {
  readonly field: string;
  readonly within: readonly string[];
  /** How long everything only counts as known, from the first record on. */
  readonly learnMs: number;
}

/** A CloudWatch Logs filter pattern exactly as a benchmark prints it; auditors compare strings. */
export interface PublishedPattern {
  readonly source: string;
  readonly pattern: string;
  /** Why it does not do what its source says it does, where that is so. */
  readonly defect?: string;
}

/** Records (or sequences of them, for correlations) that must and must not ring. */
export interface Evidence {
  readonly match: readonly EvidenceCase[];
  readonly ignore: readonly EvidenceCase[];
}

export interface EvidenceCase {
  readonly name: string;
  readonly records: readonly TrailRecord[];
  /** Values for parameters in this case. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

export type TrailRecord = Readonly<Record<string, unknown>>;

/** Reads `x-tocsin` of a rule; a rule of somebody else has none. Throws a `FileError`. */
export function readExtension(document: YamlDocument, file: string): Extension {
  const rule = document.value as { 'x-tocsin'?: unknown };
  const fail = (path: readonly (string | number)[], reason: string): never => {
    const line = document.lineOf(['x-tocsin', ...path]);
    throw new FileError(file, line, `x-tocsin${path.map((part) => `.${part}`).join('')} ${reason}`);
  };
  if (rule['x-tocsin'] === undefined) return none;
  const given = mapOf(rule['x-tocsin'], [], fail);
  for (const name of Object.keys(given)) {
    if (!members.has(name)) fail([name], `is unknown; known are ${[...members].join(', ')}.`);
  }
  const list = (name: string) => stringsOf(given[name] ?? [], [name], fail);
  const firstSeen = given['first-seen'];
  return {
    packs: list('packs'),
    containment: flagOf(given.containment ?? false, ['containment'], fail),
    controls: mapValues(mapOf(given.controls ?? {}, ['controls'], fail), (value, name) =>
      stringsOf(value, ['controls', name], fail),
    ),
    runbook: list('runbook'),
    parameters: mapValues(mapOf(given.parameters ?? {}, ['parameters'], fail), (value, name) =>
      parameterOf(value, ['parameters', name], fail),
    ),
    ...(firstSeen === undefined ? {} : { firstSeen: firstSeenOf(firstSeen, fail) }),
    filterPatterns: patternsOf(given['filter-patterns'] ?? [], fail),
    tests: evidenceOf(given.tests ?? {}, fail),
  };
}

const none: Extension = {
  packs: [],
  containment: false,
  controls: {},
  runbook: [],
  parameters: {},
  filterPatterns: [],
  tests: { match: [], ignore: [] },
};

const members = new Set([
  'packs',
  'containment',
  'controls',
  'runbook',
  'parameters',
  'first-seen',
  'filter-patterns',
  'records',
  'tests',
]);

type Path = readonly (string | number)[];
type Fail = (path: Path, reason: string) => never;
type Members = Readonly<Record<string, unknown>>;

function parameterOf(value: unknown, path: Path, fail: Fail): Parameter {
  const given = mapOf(value, path, fail);
  const { description, sets, required = false, default: preset = [] } = given;
  return {
    description: stringOf(description, [...path, 'description'], fail),
    default: parameterValueOf(preset, () => fail([...path, 'default'], valueReason)),
    ...(sets === undefined ? {} : { sets: stringOf(sets, [...path, 'sets'], fail) }),
    required: flagOf(required, [...path, 'required'], fail),
  };
}

const valueReason = 'must be a number, a string, or a list of them.';

/** A value for a parameter, or whatever `otherwise` throws. */
export function parameterValueOf(value: unknown, otherwise: () => never): ParameterValue {
  const isScalar = (each: unknown) => typeof each === 'string' || typeof each === 'number';
  if (isScalar(value) || (Array.isArray(value) && value.every(isScalar))) {
    return value as ParameterValue;
  }
  return otherwise();
}

function firstSeenOf(value: unknown, fail: Fail): FirstSeen {
  const given = mapOf(value, ['first-seen'], fail);
  const days = given['learn-days'];
  if (typeof days !== 'number' || !(days > 0)) {
    return fail(['first-seen', 'learn-days'], 'must be a number of days.');
  }
  return {
    field: stringOf(given.field, ['first-seen', 'field'], fail),
    within: stringsOf(given.within ?? [], ['first-seen', 'within'], fail),
    learnMs: days * 86_400_000,
  };
}

function patternsOf(value: unknown, fail: Fail): PublishedPattern[] {
  return listOf(value, ['filter-patterns'], fail).map((each, index) => {
    const path = ['filter-patterns', index];
    const given = mapOf(each, path, fail);
    return {
      source: stringOf(given.source, [...path, 'source'], fail),
      pattern: stringOf(given.pattern, [...path, 'pattern'], fail),
      ...(given.defect === undefined
        ? {}
        : { defect: stringOf(given.defect, [...path, 'defect'], fail) }),
    };
  });
}

function evidenceOf(value: unknown, fail: Fail): Evidence {
  const given = mapOf(value, ['tests'], fail);
  const casesOf = (kind: 'match' | 'ignore') =>
    listOf(given[kind] ?? [], ['tests', kind], fail).map((each, index) =>
      caseOf(each, ['tests', kind, index], fail),
    );
  return { match: casesOf('match'), ignore: casesOf('ignore') };
}

function caseOf(value: unknown, path: Path, fail: Fail): EvidenceCase {
  const given = mapOf(value, path, fail);
  const records = given.records ?? (given.record === undefined ? [] : [given.record]);
  const all = listOf(records, [...path, 'records'], fail);
  if (all.length === 0) fail(path, 'needs a record, or records.');
  return {
    name: stringOf(given.name, [...path, 'name'], fail),
    records: all.map((record, index) => mapOf(record, [...path, 'records', index], fail)),
    parameters: mapValues(mapOf(given.parameters ?? {}, path, fail), (each, name) =>
      parameterValueOf(each, () => fail([...path, 'parameters', name], valueReason)),
    ),
  };
}

function mapOf(value: unknown, path: Path, fail: Fail): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  return fail(path, 'must be a map.');
}

function listOf(value: unknown, path: Path, fail: Fail): readonly unknown[] {
  return Array.isArray(value) ? value : fail(path, 'must be a list.');
}

function stringsOf(value: unknown, path: Path, fail: Fail): readonly string[] {
  return listOf(value, path, fail).map((each, index) => stringOf(each, [...path, index], fail));
}

function stringOf(value: unknown, path: Path, fail: Fail): string {
  return typeof value === 'string' && value !== '' ? value : fail(path, 'must be a text.');
}

function flagOf(value: unknown, path: Path, fail: Fail): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'must be true or false.');
}

function mapValues<T>(map: Members, change: (value: unknown, name: string) => T) {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, change(value, name)]),
  );
}
