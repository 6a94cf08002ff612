import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
} from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { eachEntry } from './batch.ts';
import { dataEvent, onQueue, queueOf } from './onQueue.ts';
import { numberAttribute } from './queueAttributes.ts';
import { changeVisibility } from './receipts.ts';

export const ChangeMessageVisibilityBatch = operation<
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult
>({
  accepts: ['QueueUrl', 'Entries'],
  action: 'sqs:ChangeMessageVisibility',
  ...onQueue,
  ...dataEvent,
  run(input, context) {
    const queue = queueOf(input, context);
    const queueSeconds = numberAttribute(queue, 'VisibilityTimeout');
    const kind = 'ChangeMessageVisibilityBatchRequestEntry';
    return eachEntry(kind, input.Entries ?? [], context, (entry) => {
      const { ReceiptHandle, VisibilityTimeout = queueSeconds } = entry;
      changeVisibility(queue, ReceiptHandle!, VisibilityTimeout, context);
      return {};
    });
  },
});
