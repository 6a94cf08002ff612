import type { DeleteLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { eventsSql } from './events.ts';
import { groupOf, onLogGroup } from './onLogGroup.ts';
import { removeExpiredEvents } from './retention.ts';
import {
  filterKey,
  logGroups,
  logStreams,
  metricFilters,
  streamKey,
  subscriptionFilters,
} from './state.ts';

/** Deletes a group with its streams, events and filters. The metrics stay. */
export const DeleteLogGroup = operation<DeleteLogGroupRequest, object>({
  accepts: ['logGroupName'],
  ...onLogGroup,
  run(input, context) {
    const { id, name } = groupOf(input, context);
    const streams = context.table(logStreams);
    for (const stream of streams.find('group', String(id))) {
      streams.delete(streamKey(id, stream.name));
    }
    const filters = context.table(metricFilters);
    for (const filter of filters.find('group', String(id))) {
      filters.delete(filterKey(id, filter.name));
    }
    const subscriptions = context.table(subscriptionFilters);
    for (const filter of subscriptions.find('group', String(id))) {
      subscriptions.delete(filterKey(id, filter.name));
    }
    const { removeGroup, removeGroupTotals } = context.sql(eventsSql);
    removeGroup.run(id);
    removeGroupTotals.run(id);
    context.cancel(removeExpiredEvents, String(id));
    context.table(logGroups).delete(name);
    return {};
  },
});
