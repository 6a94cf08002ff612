import type { DeleteLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { eventsSql } from './events.ts';
import { groupOf, onLogGroup, streamOf } from './onLogGroup.ts';
import { logStreams, streamKey } from './state.ts';

export const DeleteLogStream = operation<DeleteLogStreamRequest, object>({
  accepts: ['logGroupName', 'logStreamName'],
  ...onLogGroup,
  run(input, context) {
    const stream = streamOf(groupOf(input, context), input.logStreamName!, context);
    const { removeStream, removeTotals } = context.sql(eventsSql);
    removeStream.run(stream.id);
    removeTotals.run(stream.id);
    context.table(logStreams).delete(streamKey(stream.groupId, stream.name));
    return {};
  },
});
