import type { SendMessageBatchRequest, SendMessageBatchResult } from '@aws-sdk/client-sqs';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { eachEntry } from './batch.ts';
import { dataEvent, onQueue, queueOf } from './onQueue.ts';
import { sendMessage, sizeOf } from './sending.ts';

export const SendMessageBatch = operation<SendMessageBatchRequest, SendMessageBatchResult>({
  accepts: ['QueueUrl', 'Entries'],
  action: 'sqs:SendMessage',
  ...onQueue,
  event: dataEvent.event,
  record: {
    ...dataEvent.record,
    request: ({ QueueUrl, Entries = [] }) => ({
      queueUrl: QueueUrl,
      entries: Entries.map(({ Id, DelaySeconds }) => ({
        id: Id,
        messageBody: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        ...(DelaySeconds === undefined ? undefined : { delaySeconds: DelaySeconds }),
      })),
    }),
  },
  run(input, context) {
    const queue = queueOf(input, context);
    const entries = input.Entries ?? [];
    const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes > batchBytesMax) {
      const message = `Batch requests cannot be longer than ${batchBytesMax} bytes.`;
      throw new AwsError('BatchRequestTooLong', `${message} You have sent ${bytes} bytes.`);
    }
    return eachEntry('SendMessageBatchRequestEntry', entries, context, (entry) => {
      for (const name of unsupported) {
        if (entry[name] !== undefined) throw notImplemented(`SendMessageBatch: Entries.${name}`);
      }
      return sendMessage('SendMessageBatch', queue, entry, context);
    });
  },
});

const batchBytesMax = 1_048_576;
const unsupported = [
  'MessageDeduplicationId',
  'MessageGroupId',
  'MessageSystemAttributes',
] as const;
