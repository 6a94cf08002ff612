import type { ChangeMessageVisibilityRequest } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { dataEvent, onQueue, queueOf } from './onQueue.ts';
import { changeVisibility } from './receipts.ts';

export const ChangeMessageVisibility = operation<ChangeMessageVisibilityRequest, object>({
  accepts: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
  ...onQueue,
  ...dataEvent,
  run(input, context) {
    const { ReceiptHandle, VisibilityTimeout } = input;
    changeVisibility(queueOf(input, context), ReceiptHandle!, VisibilityTimeout!, context);
    return {};
  },
});
