import type { DeleteMessageRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { dataEvent, onQueue, queueOf } from './onQueue.ts';
import { deleteReceived } from './receipts.ts';

export const DeleteMessage = operation<DeleteMessageRequest, object>({
  accepts: ['QueueUrl', 'ReceiptHandle'],
  ...onQueue,
  ...dataEvent,
  run(input, context) {
    deleteReceived(queueOf(input, context), input.ReceiptHandle!, context);
    return {};
  },
});
