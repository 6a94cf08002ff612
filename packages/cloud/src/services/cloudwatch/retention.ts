import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { forgetHistory } from './history.ts';
import { allMetrics } from './metrics.ts';
import { forgetSamples } from './samples.ts';

const dayMs = 86_400_000;

/** CloudWatch keeps datapoints for 15 months (user guide, "Metrics retention"). */
export const sampleRetentionMs = 455 * dayMs;
/** Alarm history is kept for 30 days. */
export const historyRetentionMs = 30 * dayMs;

/** Once a day deletes what is older than AWS keeps it. */
export const pruning = jobKind<null>({
  name: 'cloudwatch.pruning',
  kept: 'memory',
  settle(_result, context) {
    const oldestMs = context.nowMs - sampleRetentionMs;
    for (const metricId of allMetrics(context)) forgetSamples(context, metricId, oldestMs);
    forgetHistory(context, context.nowMs - historyRetentionMs);
    schedulePruning(context);
  },
});

export function schedulePruning(context: Context) {
  context.schedule(pruning, null, { key: 'daily', dueMs: context.nowMs + dayMs });
}
