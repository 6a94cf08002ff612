import type { PurgeQueueRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { messagesSql } from './messages.ts';
import { onQueue, queueOf } from './onQueue.ts';
import { queues, removalMs } from './state.ts';

export const PurgeQueue = operation<PurgeQueueRequest, object>({
  accepts: ['QueueUrl'],
  ...onQueue,
  run(input, context) {
    const queue = queueOf(input, context);
    const { nowMs, settings } = context;
    const isUnderWay = nowMs < (queue.purgedMs ?? Number.NEGATIVE_INFINITY) + removalMs;
    if (isUnderWay && settings.pace === 'aws') {
      const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
      throw new AwsError('PurgeQueueInProgress', message);
    }
    context.sql(messagesSql).removeAll.run(queue.id);
    context.table(queues).put({ ...queue, purgedMs: nowMs });
    return {};
  },
});
