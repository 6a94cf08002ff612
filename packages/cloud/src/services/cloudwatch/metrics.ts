import type { Dimension as AwsDimension } from '@aws-sdk/client-cloudwatch';
import type { Dimension } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { defineSql, type SqlRow } from '../../kernel/sql.ts';

/** A metric is its namespace, its name and its dimensions in any order. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

export function metricOf(input: {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly AwsDimension[] | undefined;
}): MetricIdentity {
  const dimensions = input.Dimensions ?? [];
  return {
    namespace: input.Namespace!,
    name: input.MetricName!,
    dimensions: dimensions.map(({ Name, Value }) => ({ name: Name!, value: Value! })),
  };
}

export function awsDimensions(dimensions: readonly Dimension[]): AwsDimension[] {
  return dimensions.map(({ name, value }) => ({ Name: name, Value: value }));
}

/** The same text for the same metric. */
export function metricKey(metric: MetricIdentity): string {
  return JSON.stringify([metric.namespace, metric.name, dimensionsText(metric)]);
}

/** The number of a metric that has data, or undefined. */
export function findMetric(context: Context, metric: MetricIdentity): number | undefined {
  return rowOf(context, metric)?.id as number | undefined;
}

/** The number of a metric that now gets data, which makes it active. */
export function activateMetric(context: Context, metric: MetricIdentity): number {
  const sql = context.sql(metricSql);
  const row = rowOf(context, metric);
  if (!row) {
    const { namespace, name } = metric;
    return sql.add.run(placeOf(context), namespace, name, dimensionsText(metric), context.nowMs);
  }
  const id = row.id as number;
  if (context.nowMs - (row.active_ms as number) >= activityStepMs) {
    sql.activate.run(context.nowMs, id);
  }
  return id;
}

export interface ListedMetric extends MetricIdentity {
  readonly id: number;
}

/** The metrics after number `afterId` that got data since `sinceMs`, by their numbers. */
export function* listMetrics(
  context: Context,
  { afterId, sinceMs }: { afterId: number; sinceMs: number },
): Generator<ListedMetric> {
  for (const row of context.sql(metricSql).list.iterate(placeOf(context), afterId, sinceMs)) {
    const pairs = JSON.parse(row.dimensions as string) as [string, string][];
    yield {
      id: row.id as number,
      namespace: row.namespace as string,
      name: row.name as string,
      dimensions: pairs.map(([name, value]) => ({ name, value })),
    };
  }
}

/** The numbers of all metrics there are, in every account and Region. */
export function allMetrics(context: Context): number[] {
  return context
    .sql(metricSql)
    .all.all()
    .map(({ id }) => id as number);
}

/** What is stored under this name belongs to one account and Region. */
export function placeOf(context: Context): string {
  return `${context.accountId}/${context.region}`;
}

/** Activity is told in hours and weeks, so it need not be written more often than this. */
const activityStepMs = 60_000;

const metricSql = defineSql(
  `CREATE TABLE IF NOT EXISTS cloudwatch_metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
    active_ms INTEGER NOT NULL,
    UNIQUE (place, namespace, name, dimensions)
  )`,
  {
    find: `SELECT id, active_ms FROM cloudwatch_metrics
      WHERE place = ? AND namespace = ? AND name = ? AND dimensions = ?`,
    add: `INSERT INTO cloudwatch_metrics (place, namespace, name, dimensions, active_ms)
      VALUES (?, ?, ?, ?, ?)`,
    all: 'SELECT id FROM cloudwatch_metrics',
    activate: 'UPDATE cloudwatch_metrics SET active_ms = ? WHERE id = ?',
    list: `SELECT id, namespace, name, dimensions FROM cloudwatch_metrics
      WHERE place = ? AND id > ? AND active_ms >= ? ORDER BY id`,
  },
);

function rowOf(context: Context, metric: MetricIdentity): SqlRow | undefined {
  const { namespace, name } = metric;
  const dimensions = dimensionsText(metric);
  return context.sql(metricSql).find.get(placeOf(context), namespace, name, dimensions);
}

function dimensionsText({ dimensions }: MetricIdentity): string {
  if (dimensions.length === 0) return '[]';
  const pairs = dimensions.map(({ name, value }) => [name, value] as const);
  return JSON.stringify(pairs.sort(([one], [other]) => (one < other ? -1 : 1)));
}
