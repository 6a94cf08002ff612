import type { PutRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { groupOf, invalidParameter, onLogGroup } from './onLogGroup.ts';
import { retentionDays, scheduleRemoval } from './retention.ts';
import { logGroups } from './state.ts';

export const PutRetentionPolicy = operation<PutRetentionPolicyRequest, object>({
  accepts: ['logGroupName', 'retentionInDays'],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const days = input.retentionInDays!;
    if (!retentionDays.includes(days)) {
      throw invalidParameter(
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy ` +
          `constraint: Member must satisfy enum value set: [${retentionDays.join(', ')}]`,
      );
    }
    context.table(logGroups).put({ ...group, retentionDays: days });
    scheduleRemoval(group, context.nowMs, context);
    return {};
  },
});
