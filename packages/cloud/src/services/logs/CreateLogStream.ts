import type { CreateLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { groupOf, newId, onLogGroup } from './onLogGroup.ts';
import { logStreams, streamKey } from './state.ts';

export const CreateLogStream = operation<CreateLogStreamRequest, object>({
  accepts: ['logGroupName', 'logStreamName'],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const name = input.logStreamName!;
    const table = context.table(logStreams);
    if (table.has(streamKey(group.id, name))) {
      const message = 'The specified log stream already exists';
      throw new AwsError('ResourceAlreadyExistsException', message);
    }
    table.put({ id: newId(context), groupId: group.id, name, createdMs: context.nowMs });
    return {};
  },
});
