import type {
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, onLogGroup } from './onLogGroup.ts';
import { pageOf } from './paging.ts';
import { subscriptionFilters } from './state.ts';

export const DescribeSubscriptionFilters = operation<
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse
>({
  accepts: ['logGroupName', 'filterNamePrefix', 'nextToken', 'limit'],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const all = context
      .table(subscriptionFilters)
      .find('group', String(group.id))
      .filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ''));
    const { page, nextToken } = pageOf(all, ({ name }) => name, input);
    return {
      subscriptionFilters: page.map((filter) => ({
        filterName: filter.name,
        logGroupName: filter.groupName,
        filterPattern: filter.pattern,
        destinationArn: filter.destinationArn,
        distribution: filter.distribution,
        applyOnTransformedLogs: false,
        creationTime: filter.createdMs,
      })),
      ...(nextToken ? { nextToken } : undefined),
    };
  },
});
