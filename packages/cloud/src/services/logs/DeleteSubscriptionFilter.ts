import type { DeleteSubscriptionFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, notFound, onLogGroup } from './onLogGroup.ts';
import { filterKey, subscriptionFilters } from './state.ts';

export const DeleteSubscriptionFilter = operation<DeleteSubscriptionFilterRequest, object>({
  accepts: ['logGroupName', 'filterName'],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const isGone = context
      .table(subscriptionFilters)
      .delete(filterKey(group.id, input.filterName!));
    if (!isGone) throw notFound('The specified subscription filter does not exist.');
    return {};
  },
});
