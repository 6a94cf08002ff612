import type { DeleteMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, notFound, onLogGroup } from './onLogGroup.ts';
import { filterKey, metricFilters } from './state.ts';

export const DeleteMetricFilter = operation<DeleteMetricFilterRequest, object>({
  accepts: ['logGroupName', 'filterName'],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const isGone = context.table(metricFilters).delete(filterKey(group.id, input.filterName!));
    if (!isGone) throw notFound('The specified metric filter does not exist.');
    return {};
  },
});
