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
import { HAPPENED, valueSql } from './sqlField.ts';

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
  const measure = measureOf(correlation, fail);
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

/** The field of each rule that a group is by, without regard to case. */
function groupSql(
  name: string,
  members: readonly Member[],
  { aliases }: SigmaCorrelation,
  fail: Fail,
): readonly string[] {
  return members.map(({ reference }) => {
    const path = aliases.get(name)?.get(reference) ?? name.split('.');
    const value = valueSql(path);
    if (value === undefined) fail('group-by', `${path.join('.')} is no single value of the table`);
    return value ?? 'NULL';
  });
}

interface Measure {
  /** What is counted in a window. */
  readonly sql: string;
  /** What a record must have besides, to be counted and to end a window. */
  readonly counts?: string;
  readonly ends?: string;
  /** It counts records: one that is there for several rules must not count for each of them. */
  readonly once?: true;
}

function measureOf({ type, field, rules }: SigmaCorrelation, fail: Fail): Measure | undefined {
  switch (type) {
    case 'event_count':
      return { sql: `count(*) ${WINDOW}`, once: true };
    case 'value_count': {
      const value = field && valueSql(field);
      if (!value) return fail('condition', 'the field is no single value of the table');
      const sql = `cardinality(histogram(${value}) ${WINDOW})`;
      return { sql, counts: `${value} IS NOT NULL` };
    }
    case 'temporal': {
      const seen = rules.map(
        (_, place) => `max(CASE WHEN ${matchedBy(place)} THEN 1 ELSE 0 END) ${WINDOW}`,
      );
      return { sql: seen.join(' + ') };
    }
    case 'temporal_ordered': {
      const order = quoteText(rules.map((_, place) => `;${place};`).join('.*'));
      const inOrder = `regexp_like(array_join(array_agg(matched) ${WINDOW}, ''), ${order})`;
      const sql = `CASE WHEN ${inOrder} THEN ${rules.length} ELSE 0 END`;
      return { sql, ends: matchedBy(rules.length - 1) };
    }
  }
}

function matchedBy(place: number): string {
  return `matched LIKE '%;${place};%'`;
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
  measure: Measure,
): string {
  const columns = groupBy.map((_, at) => `group${at}`);
  const partition = columns.length === 0 ? '' : `PARTITION BY ${columns.join(', ')} `;
  // With an exponent it is a DOUBLE, as the time is.
  const seconds = `${timespanMs / 1000}E0`;
  const wanted =
    comparisons.length > 0 ? comparisons : [{ comparison: 'gte' as const, count: members.length }];
  const meets = wanted.map(({ comparison, count }) => `measured ${OPERATORS[comparison]} ${count}`);
  return `WITH hits AS (
${hits(options, members, groups, measure).join('\n  UNION ALL\n')}
), counted AS (
  SELECT *, ${measure.sql} AS measured
  FROM hits
  WINDOW w AS (${partition}ORDER BY happened
    RANGE BETWEEN ${seconds} PRECEDING AND CURRENT ROW)
)
SELECT ${RESULT_COLUMNS}, measured${columns.map((column) => `, ${column}`).join('')}
FROM counted
WHERE ${[...meets, ...(measure.ends === undefined ? [] : [measure.ends])].join(' AND ')}
ORDER BY eventtime`;
}

/**
 * Each record once with all its rules, so that it counts once; unless aliases look for the group of
 * one rule elsewhere than for that of another. The rules stand there from the last to the first, so
 * that no record alone makes an order.
 */
function hits(
  options: AthenaOptions,
  members: readonly Member[],
  groups: readonly (readonly string[])[],
  measure: Measure,
): readonly string[] {
  const places = members.map((_, place) => place);
  const keyOf = (place: number) => groups.map((each) => each[place]!);
  const alike = [...Map.groupBy(places, (place) => keyOf(place).join()).values()];
  return alike.map((some, at) => {
    const key = keyOf(some[0]!);
    const condition = (place: number) => `(${printSql(members[place]!.condition.expression!)})`;
    const matches = (of: readonly number[]) => `(${of.map(condition).join(' OR ')})`;
    const matched = some
      .toReversed()
      .map((place) => `CASE WHEN ${condition(place)} THEN ';${place};' END`);
    const counted = alike.slice(0, at).map((earlier) => {
      const same = keyOf(earlier[0]!).map((sql, group) => `${sql} = ${key[group]}`);
      return `NOT coalesce(${[matches(earlier), ...same].join(' AND ')}, false)`;
    });
    const conditions = [
      ...rangeConditions(options),
      matches(some),
      ...key.map((sql) => `${sql} IS NOT NULL`),
      ...(measure.counts === undefined ? [] : [measure.counts]),
      ...(measure.once ? counted : []),
    ];
    return `  SELECT *, concat_ws('', ${matched.join(', ')}) AS matched,
    ${HAPPENED} AS happened${key.map((sql, group) => `, ${sql} AS group${group}`).join('')}
  FROM ${fromTable(options)}
  WHERE ${conditions.join('\n    AND ')}`;
  });
}
