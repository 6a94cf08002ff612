import type { ListQueueTagsRequest, ListQueueTagsResult } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { onQueue, queueOf } from './onQueue.ts';

export const ListQueueTags = operation<ListQueueTagsRequest, ListQueueTagsResult>({
  accepts: ['QueueUrl'],
  ...onQueue,
  event: 'Data',
  run(input, context) {
    const { tags } = queueOf(input, context);
    return Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } };
  },
});
