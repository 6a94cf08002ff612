import type {
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
} from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf, queueUrl } from './onQueue.ts';
import { pageOf } from './paging.ts';
import { deadLetterQueueOf } from './queueAttributes.ts';
import { queues } from './state.ts';

/** The queues whose dead letters come to this one. */
export const ListDeadLetterSourceQueues = operation<
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult
>({
  accepts: ['QueueUrl', 'NextToken', 'MaxResults'],
  ...onQueue,
  event: 'Data',
  run(input, context) {
    const target = queueOf(input, context);
    const sources = [...context.table(queues).values()].filter(
      (queue) => deadLetterQueueOf(queue, context)?.target === target,
    );
    const names = sources.map(({ name }) => name);
    const { page, NextToken } = pageOf(names, input);
    const urls = page.map((name) => queueUrl({ name }, context));
    return NextToken ? { queueUrls: urls, NextToken } : { queueUrls: urls };
  },
});
