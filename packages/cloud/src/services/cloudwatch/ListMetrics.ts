import type {
  DimensionFilter,
  ListMetricsInput,
  ListMetricsOutput,
  Metric,
} from '@aws-sdk/client-cloudwatch';
import type { Dimension } from '@tocsin/engine/alarm';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { awsDimensions, listMetrics } from './metrics.ts';
import { numberAt, tokenAt } from './paging.ts';

/** Lists the metrics that got data in the last two weeks, or in the last three hours. */
export const ListMetrics = operation<ListMetricsInput, ListMetricsOutput>({
  accepts: [
    'Namespace',
    'MetricName',
    'Dimensions',
    'RecentlyActive',
    'NextToken',
    'IncludeLinkedAccounts',
  ],
  event: 'Data',
  resource: () => '*',
  run: (input, context) => {
    if (input.IncludeLinkedAccounts) throw notImplemented('ListMetrics: IncludeLinkedAccounts');
    const { Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken } = input;
    const afterId = NextToken === undefined ? 0 : numberAt(NextToken);
    if (afterId === undefined) {
      throw new AwsError('InvalidParameterValueException', 'Invalid nextToken');
    }
    const sinceMs = context.nowMs - (RecentlyActive ? recentMs : listedMs);
    const Metrics: Metric[] = [];
    let lastId = afterId;
    for (const { id, namespace, name, dimensions } of listMetrics(context, { afterId, sinceMs })) {
      if (Namespace !== undefined && Namespace !== namespace) continue;
      if (MetricName !== undefined && MetricName !== name) continue;
      if (!Dimensions.every((filter) => passes(dimensions, filter))) continue;
      if (Metrics.length === pageSize) return { Metrics, NextToken: tokenAt(lastId) };
      Metrics.push({
        Namespace: namespace,
        MetricName: name,
        Dimensions: awsDimensions(dimensions),
      });
      lastId = id;
    }
    return { Metrics };
  },
});

/** ListMetrics, API reference. */
const pageSize = 500;
const listedMs = 14 * 86_400_000;
const recentMs = 3 * 3_600_000;

function passes(dimensions: readonly Dimension[], { Name, Value }: DimensionFilter): boolean {
  return dimensions.some(
    ({ name, value }) => name === Name && (Value === undefined || value === Value),
  );
}
