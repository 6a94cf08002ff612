import type {
  DescribeMetricFiltersRequest,
  DescribeMetricFiltersResponse,
  MetricFilter as Description,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { groupOf, invalidParameter, onLogGroup } from './onLogGroup.ts';
import { pageOf } from './paging.ts';
import { type MetricFilter, metricFilters, metricKey } from './state.ts';

/** Metric filters of a group, of a metric, or all, sorted by name. */
export const DescribeMetricFilters = operation<
  DescribeMetricFiltersRequest,
  DescribeMetricFiltersResponse
>({
  accepts: [
    'logGroupName',
    'filterNamePrefix',
    'metricName',
    'metricNamespace',
    'nextToken',
    'limit',
  ],
  ...onLogGroup,
  run(input, context) {
    const { page, nextToken } = pageOf(
      filtersOf(input, context),
      ({ name, groupName }) => `${name}\n${groupName}`,
      input,
    );
    return { metricFilters: page.map(describe), ...(nextToken ? { nextToken } : undefined) };
  },
});

function filtersOf(input: DescribeMetricFiltersRequest, context: Context): MetricFilter[] {
  const { logGroupName, filterNamePrefix, metricName, metricNamespace } = input;
  if ((metricName === undefined) !== (metricNamespace === undefined)) {
    throw invalidParameter('metricName and metricNamespace must be specified together.');
  }
  const table = context.table(metricFilters);
  const ofMetric =
    metricName === undefined || metricNamespace === undefined
      ? [...table.values()]
      : table.find('metric', metricKey(metricNamespace, metricName));
  if (logGroupName === undefined) return ofMetric;
  const group = groupOf({ logGroupName }, context);
  // AWS looks at the prefix only together with a group.
  return ofMetric.filter(
    ({ groupId, name }) => groupId === group.id && name.startsWith(filterNamePrefix ?? ''),
  );
}

function describe(filter: MetricFilter): Description {
  const { dimensions, ...transformation } = filter.transformation;
  return {
    filterName: filter.name,
    filterPattern: filter.pattern,
    metricTransformations: [
      dimensions ? { ...transformation, dimensions: { ...dimensions } } : transformation,
    ],
    creationTime: filter.createdMs,
    logGroupName: filter.groupName,
    applyOnTransformedLogs: false,
  };
}
