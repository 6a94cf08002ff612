import type { DeleteRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, onLogGroup } from './onLogGroup.ts';
import { removeExpiredEvents } from './retention.ts';
import { logGroups } from './state.ts';

/** From now on the group's events are kept for ever. */
export const DeleteRetentionPolicy = operation<DeleteRetentionPolicyRequest, object>({
  accepts: ['logGroupName'],
  ...onLogGroup,
  run(input, context) {
    const { retentionDays: _days, ...group } = groupOf(input, context);
    context.table(logGroups).put(group);
    context.cancel(removeExpiredEvents, String(group.id));
    return {};
  },
});
