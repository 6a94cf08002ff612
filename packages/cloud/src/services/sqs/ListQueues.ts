import type { ListQueuesRequest, ListQueuesResult } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { queueUrl } from './onQueue.ts';
import { pageOf } from './paging.ts';
import { queues } from './state.ts';

export const ListQueues = operation<ListQueuesRequest, ListQueuesResult>({
  accepts: ['QueueNamePrefix', 'NextToken', 'MaxResults'],
  resource: (_input, context) => context.arn('sqs', '*'),
  event: 'Data',
  run(input, context) {
    const prefix = input.QueueNamePrefix ?? '';
    const names = [...context.table(queues).values()]
      .map(({ name }) => name)
      .filter((name) => name.startsWith(prefix));
    const { page, NextToken } = pageOf(names, input);
    if (page.length === 0) return {};
    const QueueUrls = page.map((name) => queueUrl({ name }, context));
    return NextToken ? { QueueUrls, NextToken } : { QueueUrls };
  },
});
