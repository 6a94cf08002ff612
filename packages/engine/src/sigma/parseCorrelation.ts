import {
  elements,
  fail,
  isMap,
  keysOf,
  type MapNode,
  mapOf,
  member,
  type Node,
  textIn,
} from './node.ts';
import { pathOf } from './parseItem.ts';
import type {
  Comparison,
  CorrelationType,
  CountComparison,
  SigmaCorrelation,
  SigmaMetadata,
} from './rule.ts';

/** Rules that one correlation may refer to. */
export const RULES_MAX = 32;

type CorrelationPart = Omit<SigmaCorrelation, keyof SigmaMetadata | 'kind'>;

const TYPES: readonly CorrelationType[] = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
];
const MEMBERS = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];

/** Reads the member `correlation` of a document. */
export function parseCorrelation(node: MapNode): CorrelationPart {
  const stranger = keysOf(node).find((key) => !MEMBERS.includes(key));
  if (stranger !== undefined) {
    fail(member(node, stranger), `"${stranger}" is no member; there are ${MEMBERS.join(', ')}`);
  }
  const type = typeOf(member(node, 'type'));
  const rules = listOf(member(node, 'rules'), '"rules"');
  if (rules.length === 0) fail(node, '"correlation" needs "rules"');
  if (rules.length > RULES_MAX) fail(node, `"rules" has more than ${RULES_MAX}`);
  if (new Set(rules).size < rules.length) fail(node, '"rules" has a rule twice');
  const groupBy = listOf(member(node, 'group-by'), '"group-by"');
  for (const field of groupBy) pathOf(field, member(node, 'group-by'));
  const { comparisons, field } = conditionOf(member(node, 'condition'), type, rules.length);
  const aliases = aliasesOf(member(node, 'aliases'), rules);
  const timespanMs = timespanOf(member(node, 'timespan'));
  const generate = member(node, 'generate');
  if (generate.value !== undefined && typeof generate.value !== 'boolean') {
    fail(generate, '"generate" takes true or false');
  }
  return {
    type,
    rules,
    groupBy,
    aliases,
    timespanMs,
    comparisons,
    field,
    generate: generate.value === true,
  };
}

function typeOf(node: Node): CorrelationType {
  const type = TYPES.find((known) => known === node.value);
  return type ?? fail(node, `"type" ${String(node.value)} is not done: use ${TYPES.join(', ')}`);
}

function listOf(node: Node, what: string): readonly string[] {
  if (node.value === undefined || node.value === null) return [];
  return elements(node).map((element) => textIn(element, `each of ${what}`));
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

function timespanOf(node: Node): number {
  const found = typeof node.value === 'string' ? /^(\d{1,6})([smhd])$/.exec(node.value) : null;
  const timespanMs = found === null ? 0 : Number(found[1]) * UNIT_MS[found[2]!]!;
  if (timespanMs === 0) fail(node, '"timespan" is a number and a unit: 90s, 15m, 2h or 1d');
  return timespanMs;
}

const COMPARISONS: readonly Comparison[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];

function conditionOf(
  node: Node,
  type: CorrelationType,
  rules: number,
): Pick<CorrelationPart, 'comparisons' | 'field'> {
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  if (node.value === undefined && temporal) {
    return { comparisons: [{ comparison: 'gte', count: rules }], field: undefined };
  }
  if (type === 'temporal_ordered') {
    fail(node, 'temporal_ordered needs all of its rules in their order: leave out "condition"');
  }
  const condition = mapOf(node, '"condition"');
  const comparisons = keysOf(condition)
    .filter((key) => key !== 'field')
    .map((key) => comparisonOf(key, member(condition, key)));
  if (!comparisons.some(({ comparison }) => /^(gte?|eq)$/.test(comparison))) {
    const why = 'without one it would hold as soon as one record came';
    fail(node, `"condition" needs "gt", "gte" or "eq": ${why}`);
  }
  return { comparisons, field: fieldOf(member(condition, 'field'), type) };
}

function comparisonOf(key: string, node: Node): CountComparison {
  const comparison = COMPARISONS.find((known) => known === key);
  if (comparison === undefined) {
    fail(node, `"${key}" is no comparison; there are ${COMPARISONS.join(', ')} and "field"`);
  }
  if (typeof node.value !== 'number' || !Number.isInteger(node.value) || node.value < 0) {
    fail(node, `"${key}" takes a whole number`);
  }
  return { comparison, count: node.value };
}

function fieldOf(node: Node, type: CorrelationType): readonly string[] | undefined {
  if (type === 'value_count') return pathOf(textIn(node, '"field" of value_count'), node);
  if (node.value !== undefined) fail(node, `"field" goes with value_count, not with ${type}`);
  return undefined;
}

function aliasesOf(node: Node, rules: readonly string[]): SigmaCorrelation['aliases'] {
  if (node.value === undefined || node.value === null) return new Map();
  const aliases = mapOf(node, '"aliases"');
  return new Map(
    keysOf(aliases).map((alias) => {
      const fields = member(aliases, alias);
      if (!isMap(fields)) fail(fields, `the alias "${alias}" needs a field for each rule`);
      return [alias, new Map(keysOf(fields).map((rule) => fieldFor(rule, fields, rules)))];
    }),
  );
}

function fieldFor(
  rule: string,
  fields: MapNode,
  rules: readonly string[],
): readonly [string, readonly string[]] {
  const node = member(fields, rule);
  if (!rules.includes(rule)) {
    fail(node, `"${rule}" is none of the correlation's rules: ${rules.join(', ')}`);
  }
  return [rule, pathOf(textIn(node, 'a field'), node)];
}
