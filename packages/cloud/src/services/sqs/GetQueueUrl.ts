import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { queueDoesNotExist, queueUrl } from './onQueue.ts';
import { type Queue, queues } from './state.ts';

export const GetQueueUrl = operation<GetQueueUrlRequest, GetQueueUrlResult>({
  accepts: ['QueueName', 'QueueOwnerAWSAccountId'],
  resource: ({ QueueName, QueueOwnerAWSAccountId }, { region, accountId }) =>
    `arn:aws:sqs:${region}:${QueueOwnerAWSAccountId ?? accountId}:${QueueName ?? '*'}`,
  resourcePolicy: (input, context) => find(input, context)?.attributes.Policy,
  event: 'Data',
  run(input, context) {
    const queue = find(input, context);
    if (!queue) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(queue, context) };
  },
});

function find(input: GetQueueUrlRequest, context: Context): Queue | undefined {
  const { QueueName = '', QueueOwnerAWSAccountId: owner = context.accountId } = input;
  return owner === context.accountId ? context.table(queues).get(QueueName) : undefined;
}
