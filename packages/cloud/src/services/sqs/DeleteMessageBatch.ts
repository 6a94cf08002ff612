import type { DeleteMessageBatchRequest, DeleteMessageBatchResult } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { eachEntry } from './batch.ts';
import { dataEvent, onQueue, queueOf } from './onQueue.ts';
import { deleteReceived } from './receipts.ts';

export const DeleteMessageBatch = operation<DeleteMessageBatchRequest, DeleteMessageBatchResult>({
  accepts: ['QueueUrl', 'Entries'],
  action: 'sqs:DeleteMessage',
  ...onQueue,
  ...dataEvent,
  run(input, context) {
    const queue = queueOf(input, context);
    const entries = input.Entries ?? [];
    return eachEntry('DeleteMessageBatchRequestEntry', entries, context, (entry) => {
      deleteReceived(queue, entry.ReceiptHandle!, context);
      return {};
    });
  },
});
