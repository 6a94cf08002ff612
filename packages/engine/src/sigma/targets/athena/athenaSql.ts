import type { SigmaCorrelation, SigmaRule } from '../../rule.ts';
import { approximate, distinct } from '../bounds.ts';
import { type Formula, formulaOf } from '../formula.ts';
import type { Compilation, CompileOptions, CorrelationOptions } from '../types.ts';
import { correlationSql } from './correlationSql.ts';
import { tableName } from './createTableSql.ts';
import { printSql, quoteText, type SqlExpression } from './sqlExpression.ts';
import { sqlBounds } from './sqlLeaf.ts';

export interface AthenaOptions extends CorrelationOptions {
  /** As `createTableSql` makes it; `cloudtrail_logs` if not said otherwise. */
  readonly table?: string;
  /** The records from this time on, in UTC: `2024-01-31T00:00:00Z`. */
  readonly from?: string;
  /** The records before this time. */
  readonly to?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** A rule as a query. */
export interface CompiledSql extends Compilation {
  readonly target: 'athena';
  /** Undefined if it is impossible. */
  readonly sql: string | undefined;
}

/** A rule's condition over a row of the table. */
export interface CompiledCondition extends Compilation {
  readonly target: 'athena';
  readonly expression: SqlExpression | undefined;
}

/**
 * Compiles a rule or a correlation to SQL for Athena (engine version 3) over a CloudTrail table.
 *
 * @throws TypeError for a table or a time that is none.
 */
export function toAthenaSql(
  rule: SigmaRule | SigmaCorrelation,
  options: AthenaOptions = {},
): CompiledSql {
  if (rule.kind === 'correlation')
    return correlationSql(rule, options, (one) => sqlCondition(one, options));
  const { expression, ...compilation } = sqlCondition(rule, options);
  const sql =
    expression &&
    `SELECT ${RESULT_COLUMNS}
FROM ${fromTable(options)}
WHERE ${[...rangeConditions(options), `(${printSql(expression)})`].join('\n  AND ')}
ORDER BY eventtime`;
  return { ...compilation, sql };
}

/** The condition alone. */
export function sqlCondition(rule: SigmaRule, options: CompileOptions = {}): CompiledCondition {
  const { formula, fidelity, notes } = approximate(formulaOf(rule), sqlBounds, options);
  const expression = fidelity === 'impossible' ? undefined : expressionOf(formula);
  return { target: 'athena', fidelity, notes: distinct(notes), expression };
}

/** What a finding shows. */
export const RESULT_COLUMNS = `eventid, eventtime, eventsource, eventname, awsregion,
  recipientaccountid, useridentity.type AS identitytype, useridentity.arn AS principal,
  sourceipaddress, useragent, errorcode, errormessage, requestparameters, responseelements`;

export function fromTable({ table = 'cloudtrail_logs' }: AthenaOptions): string {
  return tableName(table, '"');
}

/**
 * Conditions that leave out partitions, so that Athena does not read and charge for them. A
 * partition is the day of delivery: a record of late evening may lie in the next day's.
 */
export function rangeConditions({ from, to, accounts, regions }: AthenaOptions): readonly string[] {
  const inList = (values: readonly string[]) => values.map(quoteText).join(', ');
  return [
    ...(accounts?.length ? [`account IN (${inList(accounts)})`] : []),
    ...(regions?.length ? [`region IN (${inList(regions)})`] : []),
    ...(from ? [`"timestamp" >= ${quoteText(dayOf(from, 0))}`] : []),
    ...(to ? [`"timestamp" <= ${quoteText(dayOf(to, 1))}`] : []),
    ...(from ? [`eventtime >= ${quoteText(secondOf(from))}`] : []),
    ...(to ? [`eventtime < ${quoteText(secondOf(to))}`] : []),
  ];
}

const DAY_MS = 86_400_000;

function dayOf(time: string, later: number): string {
  return new Date(msOf(time) + later * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** CloudTrail writes whole seconds, so that texts sort as times do. */
function secondOf(time: string): string {
  return `${new Date(msOf(time)).toISOString().slice(0, 19)}Z`;
}

function msOf(time: string): number {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw new TypeError(`"${time}" is no time such as 2024-01-31T00:00:00Z`);
  return ms;
}

function expressionOf(formula: Formula<SqlExpression>): SqlExpression {
  return formula.kind === 'leaf'
    ? formula.leaf
    : { kind: formula.kind, of: formula.of.map(expressionOf) };
}
