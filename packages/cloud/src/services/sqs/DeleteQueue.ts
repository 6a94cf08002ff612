import type { DeleteQueueRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { messagesSql } from './messages.ts';
import { onQueue, queueOf } from './onQueue.ts';
import { messageArrived } from './receivers.ts';
import { deletedQueues, queues } from './state.ts';

export const DeleteQueue = operation<DeleteQueueRequest, object>({
  accepts: ['QueueUrl'],
  ...onQueue,
  run(input, context) {
    const queue = queueOf(input, context);
    const { name } = queue;
    context.table(queues).delete(name);
    context.sql(messagesSql).removeAll.run(queue.id);
    if (context.settings.pace === 'aws') {
      context.table(deletedQueues).put({ name, deletedMs: context.nowMs });
    }
    messageArrived(queue, context);
    return {};
  },
});
