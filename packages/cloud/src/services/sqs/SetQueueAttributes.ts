import type { SetQueueAttributesRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf } from './onQueue.ts';
import { checkAttributes } from './queueAttributes.ts';
import { queues } from './state.ts';

/** Changes the attributes that are named. Empty text takes away a policy. */
export const SetQueueAttributes = operation<SetQueueAttributesRequest, object>({
  accepts: ['QueueUrl', 'Attributes'],
  ...onQueue,
  run(input, context) {
    const queue = queueOf(input, context);
    const changes = checkAttributes('SetQueueAttributes', input.Attributes!, context);
    const attributes = Object.fromEntries(
      Object.entries({ ...queue.attributes, ...changes }).filter(([, text]) => text !== ''),
    );
    context.table(queues).put({ ...queue, attributes, modifiedMs: context.nowMs });
    return {};
  },
});
