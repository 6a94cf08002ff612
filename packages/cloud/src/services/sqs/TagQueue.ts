import type { TagQueueRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf } from './onQueue.ts';
import { queues } from './state.ts';
import { checkTags, requestTagKeys } from './tags.ts';

export const TagQueue = operation<TagQueueRequest, object>({
  accepts: ['QueueUrl', 'Tags'],
  ...onQueue,
  conditionKeys: (input, context) => ({
    ...onQueue.conditionKeys(input, context),
    ...requestTagKeys(input.Tags ?? {}),
  }),
  run(input, context) {
    const queue = queueOf(input, context);
    const tags = { ...queue.tags, ...input.Tags };
    checkTags(tags);
    context.table(queues).put({ ...queue, tags });
    return {};
  },
});
