import type { Sample } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { defineSql } from '../../kernel/sql.ts';

/**
 * The datapoints of all metrics. A row is what was published in one second (or minute, for a
 * standard-resolution metric) with one unit and one value, and how often; a statistic set is a row
 * whose minimum and maximum differ. So equal values cost one row, and percentiles stay exact.
 */
export interface StoredSample {
  readonly timeMs: number;
  readonly unit: string;
  readonly sample: Sample;
}

/** Adds a sample. Its time is rounded down to the metric's resolution already. */
export function addSample(context: Context, metricId: number, added: StoredSample) {
  const { timeMs, unit, sample } = added;
  const [minimum, maximum, count, sum] =
    'value' in sample
      ? [sample.value, sample.value, sample.count, sample.value * sample.count]
      : [sample.minimum, sample.maximum, sample.sampleCount, sample.sum];
  context.sql(sampleSql).add.run(metricId, timeMs, unit, minimum, maximum, count, sum);
}

/** The samples of a metric from `fromMs` to before `untilMs`, oldest first; of one unit or all. */
export function* readSamples(
  context: Context,
  metricId: number,
  range: { fromMs: number; untilMs: number; unit?: string | undefined },
): Generator<StoredSample> {
  const rows = context.sql(sampleSql).read.iterate(metricId, range.fromMs, range.untilMs);
  for (const row of rows) {
    const unit = row.unit as string;
    if (range.unit !== undefined && range.unit !== unit) continue;
    const { minimum, maximum, count, sum } = row as Record<string, number>;
    const sample =
      minimum === maximum
        ? { value: minimum!, count: count! }
        : { minimum: minimum!, maximum: maximum!, sampleCount: count!, sum: sum! };
    yield { timeMs: row.time_ms as number, unit, sample };
  }
}

/** Forgets the samples of a metric before `beforeMs`. */
export function forgetSamples(context: Context, metricId: number, beforeMs: number) {
  context.sql(sampleSql).forget.run(metricId, beforeMs);
}

const sampleSql = defineSql(
  `CREATE TABLE IF NOT EXISTS cloudwatch_samples (
    metric INTEGER NOT NULL, time_ms INTEGER NOT NULL, unit TEXT NOT NULL,
    minimum REAL NOT NULL, maximum REAL NOT NULL, count REAL NOT NULL, sum REAL NOT NULL,
    PRIMARY KEY (metric, time_ms, unit, minimum, maximum)
  ) WITHOUT ROWID`,
  {
    add: `INSERT INTO cloudwatch_samples VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum`,
    read: `SELECT time_ms, unit, minimum, maximum, count, sum FROM cloudwatch_samples
      WHERE metric = ? AND time_ms >= ? AND time_ms < ? ORDER BY time_ms`,
    forget: 'DELETE FROM cloudwatch_samples WHERE metric = ? AND time_ms < ?',
  },
);
