import type { Comparison, SigmaCorrelation, SigmaRule } from '../../rule.ts';
import { distinct } from '../bounds.ts';
import type { Fidelity, Note } from '../types.ts';
import {
  type AthenaOptions,
  type CompiledCondition,
  type CompiledSql,
  fromTable,
  RESULT_COLUMNS,
  rangeConditions,
} from './athenaSql.ts';
import { printSql, quoteText } from './sqlExpression.ts';
import { sqlField } from './sqlField.ts';

/** A rule that the correlation refers to, by the name it uses. */
interface Member {
  readonly reference: string;
  readonly rule: SigmaRule;
  readonly condition: CompiledCondition;
}

/**
 * A correlation as a window over the records that its rules match: for each record, those of its
 * group that are no older than the time span. It slides, as Sigma wants it, with the exactness of
 * `eventTime`, which is a second.
 */
export function correlationSql(
  correlation: SigmaCorrelation,
  options: AthenaOptions,
  conditionOf: (rule: SigmaRule) => CompiledCondition,
): CompiledSql {
  const notes: Note[] = [];
  const fail = (part: string, why: string): undefined => {
    notes.push({ part, line: correlation.origin.line, why, effect: 'impossible' });
  };
  const members = correlation.rules.map((reference): Member | undefined => {
    const rule = options.rules?.find(({ id, name }) => reference === id || reference === name);
    if (rule === undefined) return fail('rules', `the rule ${reference} is not at hand`);
    if (rule.kind !== 'rule')
      return fail('rules', 'correlations of correlations are not done in SQL');
    const condition = conditionOf(rule);
    notes.push(...condition.notes);
    return condition.expression && { reference, rule, condition };
  });
  const found = members.filter((member) => member !== undefined);
  const groups = correlation.groupBy.map((name) => groupSql(name, found, correlation, fail));
  const measure = measureSql(correlation, fail);
  const sql = () => query(correlation, options, found, groups, measure!);
  const isDone = found.length === members.length && measure !== undefined && !notes.some(isFatal);
  const fidelity = isDone ? fidelityOf(found, correlation, fail) : 'impossible';
  return {
    target: 'athena',
    fidelity,
    notes: distinct(notes),
    sql: fidelity === 'impossible' ? undefined : sql(),
  };
}

function isFatal({ effect }: Note): boolean {
  return effect === 'impossible';
}

type Fail = (part: string, why: string) => undefined;

/** More records give more findings, if the condition is a lower bound. */
function fidelityOf(
  members: readonly Member[],
  correlation: SigmaCorrelation,
  fail: Fail,
): Fidelity {
  const inexact = new Set(members.map(({ condition }) => condition.fidelity));
  inexact.delete('exact');
  const [only, ...others] = inexact;
  if (only === undefined) return 'exact';
  const isMonotone = correlation.comparisons.every(({ comparison }) => /^gte?$/.test(comparison));
  if (others.length === 0 && isMonotone) return only;
  fail('rules', 'its rules are not exact, and what then follows for the count is not sure');
  return 'impossible';
}

/** The field of each rule that a group is by. */
function groupSql(
  name: string,
  members: readonly Member[],
  { aliases }: SigmaCorrelation,
  fail: Fail,
): readonly string[] {
  return members.map(({ reference }) => {
    const path = aliases.get(name)?.get(reference) ?? name.split('.');
    const value = sqlField(path)?.value;
    if (value === undefined) fail('group-by', `${path.join('.')} is no single value of the table`);
    return value === undefined ? 'NULL' : printSql(value);
  });
}

/** What is counted in a window. */
function measureSql({ type, field, rules }: SigmaCorrelation, fail: Fail): string | undefined {
  switch (type) {
    case 'event_count':
      return `count(*) ${WINDOW}`;
    case 'value_count': {
      const value = field && sqlField(field)?.value;
      if (value === undefined)
        return fail('condition', 'the field is no single value of the table');
      return `cardinality(array_distinct(filter(array_agg(${printSql(value)}) ${WINDOW}, v -> v IS NOT NULL)))`;
    }
    case 'temporal':
      return `cardinality(array_distinct(array_agg(rule) ${WINDOW}))`;
    case 'temporal_ordered': {
      const order = rules.map((_, index) => `;${index};`).join('.*');
      return `if(regexp_like(array_join(transform(array_agg(rule) ${WINDOW}, r -> concat(';', r, ';')), ''), ${quoteText(order)}), ${rules.length}, 0)`;
    }
  }
}

const WINDOW = 'OVER w';
const OPERATORS: Readonly<Record<Comparison, string>> = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

function query(
  { comparisons, timespanMs, groupBy }: SigmaCorrelation,
  options: AthenaOptions,
  members: readonly Member[],
  groups: readonly (readonly string[])[],
  measure: string,
): string {
  const hits = members.map(({ condition }, index) => {
    const columns = groups.map((each, group) => `, ${each[index]} AS group${group}`).join('');
    const conditions = [...rangeConditions(options), `(${printSql(condition.expression!)})`];
    return `  SELECT *, '${index}' AS rule, from_iso8601_timestamp(eventtime) AS happened${columns}
  FROM ${fromTable(options)}
  WHERE ${conditions.join('\n    AND ')}`;
  });
  const partition =
    groupBy.length === 0
      ? ''
      : `PARTITION BY ${groups.map((_, group) => `group${group}`).join(', ')} `;
  const seconds = timespanMs / 1000;
  const wanted =
    comparisons.length > 0 ? comparisons : [{ comparison: 'gte' as const, count: members.length }];
  const meets = wanted.map(({ comparison, count }) => `measured ${OPERATORS[comparison]} ${count}`);
  return `WITH hits AS (
${hits.join('\n  UNION ALL\n')}
), counted AS (
  SELECT *, ${measure} AS measured
  FROM hits
  WINDOW w AS (${partition}ORDER BY happened
    RANGE BETWEEN INTERVAL '${seconds}' SECOND PRECEDING AND CURRENT ROW)
)
SELECT ${RESULT_COLUMNS}, measured${groups.map((_, group) => `, group${group}`).join('')}
FROM counted
WHERE ${meets.join(' AND ')}
ORDER BY eventtime`;
}
