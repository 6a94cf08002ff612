import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import { operation } from '../../kernel/operation.ts';
import { dataEvent, onQueue, queueOf } from './onQueue.ts';
import { sendMessage } from './sending.ts';

export const SendMessage = operation<SendMessageRequest, SendMessageResult>({
  accepts: ['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes'],
  ...onQueue,
  event: dataEvent.event,
  record: {
    ...dataEvent.record,
    request: ({ QueueUrl, DelaySeconds }) => ({
      queueUrl: QueueUrl,
      messageBody: hidden,
      ...(DelaySeconds === undefined ? undefined : { delaySeconds: DelaySeconds }),
    }),
  },
  run: (input, context) => sendMessage('SendMessage', queueOf(input, context), input, context),
});

/** What CloudTrail writes in place of a message's content. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
