import type { UntagQueueRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf } from './onQueue.ts';
import { queues } from './state.ts';

export const UntagQueue = operation<UntagQueueRequest, object>({
  accepts: ['QueueUrl', 'TagKeys'],
  ...onQueue,
  conditionKeys: (input, context) => ({
    ...onQueue.conditionKeys(input, context),
    'aws:tagkeys': input.TagKeys ?? [],
  }),
  run(input, context) {
    const queue = queueOf(input, context);
    const gone = new Set(input.TagKeys);
    const kept = Object.entries(queue.tags).filter(([key]) => !gone.has(key));
    context.table(queues).put({ ...queue, tags: Object.fromEntries(kept) });
    return {};
  },
});
