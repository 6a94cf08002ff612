import type { SigmaCorrelation, SigmaRule } from '../../rule.ts';
import type { Note } from '../types.ts';
import { type AthenaOptions, fromTable, rangeConditions, sqlCondition } from './athenaSql.ts';
import { firstOfValues, type Kept, nearOthers } from './keptRecords.ts';
import { RECORD_COLUMNS } from './recordColumns.ts';
import { printSql } from './sqlExpression.ts';
import { HAPPENED } from './sqlField.ts';

/** A rule of a hunt, and which of the records it matches are wanted for its own sake. */
export interface HuntedRule {
  readonly rule: SigmaRule;
  /**
   * All; none, if it only serves correlations; or the first of each combination of values in these
   * fields, for who remembers what occurred before.
   */
  readonly wants: 'all' | 'none' | { readonly firstOf: readonly (readonly string[])[] };
}

/** One query for many rules. */
export interface HuntQuery {
  /**
   * Its rows, in the order of time, are `RECORD_COLUMNS` and `matched`: the places in `rules` of
   * those that match the record, with commas between them, which may have nothing between them.
   */
  readonly sql: string;
  readonly rules: readonly SigmaRule[];
  readonly clusters: readonly Cluster[];
}

/** Rules that have to be in one query, because correlations count them together. */
export interface Cluster {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly SigmaCorrelation[];
}

interface CompiledRule extends HuntedRule {
  readonly condition: string;
}

export interface HuntPlan {
  readonly clusters: readonly Cluster[];
  /** What SQL finds less or more of than the rule asks for, and what it finds nothing of. */
  readonly inexact: readonly {
    readonly sigma: SigmaRule | SigmaCorrelation;
    readonly fidelity: 'narrower' | 'wider' | 'impossible';
    readonly notes: readonly Note[];
  }[];
}

/** Compiles the conditions of a hunt, and finds which of them belong together. */
export function planHunt(
  hunted: readonly HuntedRule[],
  correlations: readonly SigmaCorrelation[],
): HuntPlan {
  const inexact: HuntPlan['inexact'][number][] = [];
  const compiled = hunted.flatMap((each): CompiledRule[] => {
    const { fidelity, notes, expression } = sqlCondition(each.rule, { allowWider: true });
    if (fidelity !== 'exact') inexact.push({ sigma: each.rule, fidelity, notes });
    return expression === undefined ? [] : [{ ...each, condition: printSql(expression) }];
  });
  const able = correlations.filter((correlation) => {
    const lost = lostMember(correlation, compiled, correlations);
    if (lost === undefined) return true;
    const { line } = correlation.origin;
    const note = { part: 'rules', line, why: `${lost} cannot be said in SQL` };
    inexact.push({
      sigma: correlation,
      fidelity: 'impossible',
      notes: [{ ...note, effect: 'impossible' }],
    });
    return false;
  });
  return { clusters: clustersOf(compiled, able), inexact };
}

/**
 * Puts clusters into as few queries as their length allows, because each query reads, and is
 * charged for, all the records again.
 */
export function huntQueries(
  clusters: readonly Cluster[],
  options: AthenaOptions & { readonly lengthMax?: number },
): readonly HuntQuery[] {
  const { lengthMax = QUERY_LENGTH_MAX } = options;
  const packed: Cluster[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const cluster of clusters) {
    const more = cluster.rules.reduce(
      (sum, { condition }) => sum + bytesMax(condition) + RULE_OVERHEAD,
      cluster.correlations.length * CORRELATION_OVERHEAD,
    );
    if (length + more > lengthMax) {
      packed.push([]);
      length = QUERY_OVERHEAD;
    }
    packed.at(-1)!.push(cluster);
    length += more;
  }
  return packed.map((each) => huntQuery(each, options));
}

/** Athena takes 262,144 bytes; a rule's name and place, and what surrounds it, come on top. */
const QUERY_LENGTH_MAX = 250_000;
const QUERY_OVERHEAD = 4_000;
const RULE_OVERHEAD = 200;
const CORRELATION_OVERHEAD = 2_000;

/** In UTF-8 no letter of a text takes more than three bytes for each place it has in it. */
function bytesMax(text: string): number {
  return /[^\x00-\x7f]/.test(text) ? text.length * 3 : text.length;
}

function lostMember(
  { rules }: SigmaCorrelation,
  compiled: readonly CompiledRule[],
  correlations: readonly SigmaCorrelation[],
): string | undefined {
  return rules.find((reference) => {
    if (compiled.some(({ rule }) => isCalled(rule, reference))) return false;
    const chained = correlations.find((each) => isCalled(each, reference));
    return chained === undefined || lostMember(chained, compiled, correlations) !== undefined;
  });
}

function isCalled({ id, name }: SigmaRule | SigmaCorrelation, reference: string): boolean {
  return reference === id || reference === name;
}

function clustersOf(
  compiled: readonly CompiledRule[],
  correlations: readonly SigmaCorrelation[],
): readonly Cluster[] {
  let clusters: Cluster[] = compiled.map((rule) => ({ rules: [rule], correlations: [] }));
  for (const correlation of correlations) {
    const belongs = (cluster: Cluster) =>
      [...cluster.rules.map(({ rule }) => rule), ...cluster.correlations].some(
        (member) =>
          correlation.rules.some((reference) => isCalled(member, reference)) ||
          (member.kind === 'correlation' &&
            member.rules.some((reference) => isCalled(correlation, reference))),
      );
    const joined = clusters.filter(belongs);
    clusters = [
      ...clusters.filter((cluster) => !joined.includes(cluster)),
      {
        rules: joined.flatMap(({ rules }) => rules),
        correlations: [...joined.flatMap((each) => each.correlations), correlation],
      },
    ];
  }
  return clusters;
}

/**
 * All rules over one reading of the records: a truth value for each rule and record, then for the
 * records that any rule matches the windows that tell whether they may be part of a correlation.
 * What comes home is what a correlator needs to find exactly what it would have found over all.
 */
function huntQuery(clusters: readonly Cluster[], options: AthenaOptions): HuntQuery {
  const compiled = clusters.flatMap(({ rules }) => rules);
  const correlations = clusters.flatMap((cluster) => cluster.correlations);
  const kept: Kept[] = [
    ...compiled.flatMap((each, place) => keptForItself(each, `r${place}`)),
    ...correlations.flatMap((correlation, place) => {
      const members = correlation.rules.map((reference) => {
        const at = compiled.findIndex(({ rule }) => isCalled(rule, reference));
        return at < 0 ? undefined : { reference, column: `r${at}` };
      });
      return nearOthers(correlation, members, `near${place}`);
    }),
  ];
  const range = rangeConditions(options);
  const columns = compiled.map(({ condition }, place) => `(${condition}) AS r${place}`);
  const windows = kept.flatMap((each) => each.windows);
  const sql = `WITH records AS (
  SELECT *, ${HAPPENED} AS happened,
    ${columns.join(',\n    ')}
  FROM ${fromTable(options)}${range.length === 0 ? '' : `\n  WHERE ${range.join('\n    AND ')}`}
), hits AS (
  SELECT ${['*', ...windows].join(',\n    ')}
  FROM records
  WHERE ${compiled.map((_, place) => `r${place}`).join(' OR ')}
)
SELECT ${RECORD_COLUMNS.join(', ')},
  ${matchedSql(compiled.length)} AS matched
FROM hits
WHERE ${kept.map(({ condition }) => condition).join(' OR ')}
ORDER BY eventtime, eventid, recipientaccountid`;
  return { sql, rules: compiled.map(({ rule }) => rule), clusters };
}

function keptForItself({ wants }: CompiledRule, column: string): readonly Kept[] {
  if (wants === 'none') return [];
  return [
    wants === 'all' ? { windows: [], condition: column } : firstOfValues(wants.firstOf, column),
  ];
}

/** A function of Trino takes at most 127 arguments, or a few more. */
const ARGUMENTS_MAX = 100;

function matchedSql(count: number): string {
  const cases = Array.from(
    { length: count },
    (_, place) => `CASE WHEN r${place} THEN '${place}' END`,
  );
  const chunks = [];
  for (let at = 0; at < count; at += ARGUMENTS_MAX) {
    chunks.push(`concat_ws(',', ${cases.slice(at, at + ARGUMENTS_MAX).join(', ')})`);
  }
  return chunks.length === 1 ? chunks[0]! : `concat_ws(',', ${chunks.join(', ')})`;
}
