import type { Message, ReceiveMessageRequest, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { hasReceived, waitForMessage } from './longPoll.ts';
import { md5, md5OfAttributes, selectAttributes, unpackAttributes } from './messageAttributes.ts';
import { receiveMessages, type StoredMessage } from './messages.ts';
import { dataEvent, invalidParameter, onQueue, queueOf } from './onQueue.ts';
import { numberAttribute } from './queueAttributes.ts';
import { visibilityMaxSeconds } from './receipts.ts';
import type { Queue } from './state.ts';

/** Takes messages out of sight, not out of the queue. It may wait for one (long polling). */
export const ReceiveMessage = operation<ReceiveMessageRequest, ReceiveMessageResult>({
  accepts: [
    'QueueUrl',
    'AttributeNames',
    'MessageSystemAttributeNames',
    'MessageAttributeNames',
    'MaxNumberOfMessages',
    'VisibilityTimeout',
    'WaitTimeSeconds',
  ],
  ...onQueue,
  ...dataEvent,
  readOnly: true,
  async prepare(input, context) {
    const queue = queueOf(input, context);
    const { waitSeconds } = readOptions(input, queue);
    if (waitSeconds > 0) {
      await waitForMessage(queue, context.nowMs + waitSeconds * 1_000, context);
    }
    return undefined;
  },
  run(input, context) {
    const queue = queueOf(input, context);
    const options = readOptions(input, queue);
    // Who gave up waiting and left takes no message away from those who are still there.
    const messages = context.caller.hasLeft?.() ? [] : receiveMessages(queue, options, context);
    hasReceived(queue, context);
    return messages.length === 0 ? {} : { Messages: messages.map((one) => present(one, input)) };
  },
});

function readOptions(input: ReceiveMessageRequest, queue: Queue) {
  const {
    MaxNumberOfMessages: max = 1,
    VisibilityTimeout: visibilitySeconds = numberAttribute(queue, 'VisibilityTimeout'),
    WaitTimeSeconds: waitSeconds = numberAttribute(queue, 'ReceiveMessageWaitTimeSeconds'),
  } = input;
  const check = (name: string, value: number, min: number, top: number, reason: string) => {
    if (value >= min && value <= top) return;
    const message = `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`;
    throw invalidParameter(`${message}, if provided.`);
  };
  check('MaxNumberOfMessages', max, 1, 10, 'Must be between 1 and 10');
  const range = `Must be between 0 and ${visibilityMaxSeconds}`;
  check('VisibilityTimeout', visibilitySeconds, 0, visibilityMaxSeconds, range);
  check('WaitTimeSeconds', waitSeconds, 0, 20, 'Must be >= 0 and <= 20');
  return { max, visibilitySeconds, waitSeconds };
}

function present(message: StoredMessage, input: ReceiveMessageRequest): Message {
  const { id, receiptHandle, body } = message;
  const Attributes = systemAttributes(message, [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  const own = unpackAttributes(message.attributes);
  const MessageAttributes = selectAttributes(own, input.MessageAttributeNames ?? []);
  const attributesMd5 = md5OfAttributes(MessageAttributes);
  return {
    MessageId: id,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(body),
    Body: body,
    ...(Attributes ? { Attributes } : undefined),
    ...(attributesMd5 ? { MD5OfMessageAttributes: attributesMd5, MessageAttributes } : undefined),
  };
}

function systemAttributes(
  message: StoredMessage,
  wanted: readonly string[],
): Record<string, string> | undefined {
  const all: Record<string, string> = {
    SenderId: message.sender,
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.received),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
  };
  if (message.deadLetterSource !== null) {
    all.DeadLetterQueueSourceArn = message.deadLetterSource;
  }
  if (wanted.includes('All')) return all;
  const chosen: Record<string, string> = {};
  for (const name of wanted) {
    if (!known.has(name)) throw notImplemented(`ReceiveMessage: AttributeNames.${name}`);
    if (all[name] !== undefined) chosen[name] = all[name];
  }
  return Object.keys(chosen).length > 0 ? chosen : undefined;
}

/** Standard queues never have the others, which are those of FIFO queues and of X-Ray. */
const known = new Set([
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'DeadLetterQueueSourceArn',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
]);
