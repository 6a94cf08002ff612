import type { PutMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { groupOf, onLogGroup } from './onLogGroup.ts';
import { readPattern } from './patterns.ts';
import { filterKey, type MetricFilter, metricFilters } from './state.ts';
import { checkTransformation, compileFilter } from './transformation.ts';

/** Makes a metric filter, or replaces the one of this name. It sees events from now on. */
export const PutMetricFilter = operation<PutMetricFilterRequest, object>({
  accepts: [
    'logGroupName',
    'filterName',
    'filterPattern',
    'metricTransformations',
    'applyOnTransformedLogs',
  ],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    if (input.applyOnTransformedLogs)
      throw notImplemented('PutMetricFilter: applyOnTransformedLogs');
    const name = input.filterName!;
    const pattern = readPattern(input.filterPattern!, 'Invalid metric filter pattern');
    const transformation = checkTransformation(input.metricTransformations![0]!, pattern);
    const table = context.table(metricFilters);
    const known = table.get(filterKey(group.id, name));
    const others = table.find('group', String(group.id)).filter((filter) => filter !== known);
    checkQuota(others, pattern.regexCount > 0);
    table.put({
      groupId: group.id,
      groupName: group.name,
      name,
      pattern: pattern.text,
      createdMs: known?.createdMs ?? context.nowMs,
      transformation,
    });
    return {};
  },
});

/** AWS's limits on one log group. */
const filtersMax = 100;
const filtersWithRegexMax = 5;

function checkQuota(others: readonly MetricFilter[], hasRegex: boolean) {
  const withRegex = others.filter((filter) => compileFilter(filter).pattern.regexCount > 0);
  if (others.length < filtersMax && !(hasRegex && withRegex.length >= filtersWithRegexMax)) return;
  throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
}
