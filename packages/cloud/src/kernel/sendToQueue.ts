import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Caller } from './caller.ts';
import type { Context } from './context.ts';

/**
 * Puts a message into a queue, in the queue's Region: what deliveries of several services end in.
 * Throws what SQS answers.
 */
export function sendToQueue(context: Context, caller: Caller, message: QueueMessage) {
  const [, , , region, accountId, name] = message.queueArn.split(':');
  context.in({ region: region! }).call(
    'sqs',
    'SendMessage',
    {
      QueueUrl: `${context.settings.endpoint}/${accountId}/${name}`,
      MessageBody: message.body,
      MessageAttributes: message.attributes,
    },
    { caller },
  );
}

export interface QueueMessage {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
}
