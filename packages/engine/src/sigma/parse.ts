import {
  elements,
  fail,
  keysOf,
  lineOf,
  type MapNode,
  mapOf,
  member,
  type Node,
  optionalChoice,
  optionalText,
  optionalTexts,
  type SigmaSource,
} from './node.ts';
import { parseCondition } from './parseCondition.ts';
import { parseCorrelation } from './parseCorrelation.ts';
import { parseDetection } from './parseDetection.ts';
import type { Placeholders } from './parseItem.ts';
import type {
  Condition,
  Detection,
  Logsource,
  SigmaCorrelation,
  SigmaMetadata,
  SigmaRule,
} from './rule.ts';

/** Search identifiers that a rule may have. */
const DETECTIONS_MAX = 1000;

export interface ParseOptions {
  /** What `%name%` stands for in values with the modifier `expand`: Sigma texts, or numbers. */
  readonly placeholders?: Placeholders;
}

/**
 * Reads a Sigma rule or correlation from one document of YAML, given as plain data.
 *
 * @throws SigmaError if it is none, or asks for what is not done here: nothing is passed over.
 * @see https://github.com/SigmaHQ/sigma-specification
 */
export function parseSigma(
  document: unknown,
  source: SigmaSource,
  options: ParseOptions = {},
): SigmaRule | SigmaCorrelation {
  const node = mapOf({ value: document, path: [], source }, 'a Sigma document');
  for (const key of ['action', 'filter', 'global']) {
    if (key in node.value) fail(member(node, key), `"${key}" is not done here: ${INSTEAD[key]}`);
  }
  if ('correlation' in node.value) {
    if ('detection' in node.value) {
      fail(node, 'a document has "detection" or "correlation", not both');
    }
    const correlation = mapOf(member(node, 'correlation'), '"correlation"');
    return { kind: 'correlation', ...metadata(node), ...parseCorrelation(correlation) };
  }
  if (!('detection' in node.value)) {
    fail(node, 'a Sigma rule needs "detection", a correlation "correlation"');
  }
  const { detections, condition } = detectionOf(member(node, 'detection'), options);
  return {
    kind: 'rule',
    ...metadata(node),
    logsource: logsourceOf(member(node, 'logsource')),
    detections,
    condition,
  };
}

const INSTEAD: Readonly<Record<string, string>> = {
  action: 'write each rule out in its own document',
  global: 'write each rule out in its own document',
  filter: 'add the exception to the condition, or use a placeholder with "expand"',
};

const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

const KNOWN = new Set(
  `title id name status level description author date modified tags references falsepositives
  fields related logsource detection correlation`.split(/\s+/),
);

function metadata(node: MapNode): SigmaMetadata {
  const title = optionalText(node, 'title');
  if (title === undefined || title === '') fail(node, 'a Sigma document needs a "title"');
  const custom = keysOf(node).filter((key) => !KNOWN.has(key));
  return {
    origin: { file: node.source.file, line: lineOf(node) },
    title,
    ...present('id', optionalText(node, 'id')),
    ...present('name', optionalText(node, 'name')),
    ...present('status', optionalChoice(node, 'status', STATUSES)),
    ...present('level', optionalChoice(node, 'level', LEVELS)),
    ...present('description', optionalText(node, 'description')),
    ...present('author', optionalText(node, 'author')),
    ...present('date', optionalText(node, 'date')),
    ...present('modified', optionalText(node, 'modified')),
    tags: optionalTexts(node, 'tags'),
    references: optionalTexts(node, 'references'),
    falsepositives: optionalTexts(node, 'falsepositives'),
    fields: optionalTexts(node, 'fields'),
    related: relatedOf(member(node, 'related')),
    custom: Object.fromEntries(custom.map((key) => [key, node.value[key]])),
  };
}

function present<Key extends string, Type>(
  key: Key,
  value: Type | undefined,
): { readonly [K in Key]?: Type } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Type };
}

function relatedOf(node: Node): SigmaMetadata['related'] {
  if (node.value === undefined || node.value === null) return [];
  return elements(node).map((element) => {
    const related = mapOf(element, 'each of "related"');
    const id = optionalText(related, 'id');
    const type = optionalText(related, 'type');
    if (id === undefined || type === undefined) {
      fail(element, 'each of "related" needs "id" and "type"');
    }
    return { id, type };
  });
}

function logsourceOf(node: Node): Logsource {
  if (node.value === undefined) fail(node, 'a Sigma rule needs a "logsource"');
  const logsource = mapOf(node, '"logsource"');
  return {
    ...present('category', optionalText(logsource, 'category')),
    ...present('product', optionalText(logsource, 'product')),
    ...present('service', optionalText(logsource, 'service')),
    ...present('definition', optionalText(logsource, 'definition')),
  };
}

function detectionOf(
  node: Node,
  options: ParseOptions,
): { detections: ReadonlyMap<string, Detection>; condition: Condition } {
  const map = mapOf(node, '"detection"');
  const detections = new Map<string, Detection>();
  for (const name of keysOf(map)) {
    if (name === 'timeframe') {
      fail(member(map, name), '"timeframe" counts records: write a correlation with "timespan"');
    }
    if (name === 'condition') continue;
    detections.set(name, parseDetection(member(map, name), options.placeholders ?? {}));
  }
  if (detections.size === 0) fail(node, '"detection" needs a search identifier');
  if (detections.size > DETECTIONS_MAX) {
    fail(node, `"detection" has more than ${DETECTIONS_MAX} search identifiers`);
  }
  return {
    detections,
    condition: parseCondition(member(map, 'condition'), [...detections.keys()]),
  };
}
