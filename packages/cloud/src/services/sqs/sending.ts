import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Context } from '../../kernel/context.ts';
import {
  checkCharacters,
  checkMessageAttributes,
  md5,
  md5OfAttributes,
  packAttributes,
  sizeOfAttributes,
} from './messageAttributes.ts';
import { messagesSql } from './messages.ts';
import { invalidParameter } from './onQueue.ts';
import { numberAttribute } from './queueAttributes.ts';
import { messageArrived } from './receivers.ts';
import type { Queue } from './state.ts';

export interface OutgoingMessage {
  readonly MessageBody: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

export interface SentMessage {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
}

/** Puts one message into the queue. Throws an AwsError if SQS would not take it. */
export function sendMessage(
  operation: string,
  queue: Queue,
  message: OutgoingMessage,
  context: Context,
): SentMessage {
  const body = message.MessageBody!;
  const attributes = message.MessageAttributes ?? {};
  checkMessage(operation, queue, message);
  const delaySeconds = message.DelaySeconds ?? numberAttribute(queue, 'DelaySeconds');
  const MessageId = context.ids.uuid();
  const { nowMs } = context;
  context
    .sql(messagesSql)
    .insert.run(
      queue.id,
      MessageId,
      body,
      packAttributes(attributes),
      senderOf(context),
      nowMs,
      nowMs + delaySeconds * 1_000,
    );
  messageArrived(queue, context);
  const attributesMd5 = md5OfAttributes(attributes);
  return {
    MessageId,
    MD5OfMessageBody: md5(body),
    ...(attributesMd5 ? { MD5OfMessageAttributes: attributesMd5 } : undefined),
  };
}

/** Bytes that a message counts. */
export function sizeOf({ MessageBody = '', MessageAttributes = {} }: OutgoingMessage): number {
  return Buffer.byteLength(MessageBody) + sizeOfAttributes(MessageAttributes);
}

function checkMessage(operation: string, queue: Queue, message: OutgoingMessage) {
  const { MessageBody, MessageAttributes = {}, DelaySeconds } = message;
  if (DelaySeconds !== undefined && !(DelaySeconds >= 0 && DelaySeconds <= 900)) {
    throw invalidParameter(
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. ` +
        'Reason: DelaySeconds must be >= 0 and <= 900.',
    );
  }
  checkMessageAttributes(operation, MessageAttributes);
  const bytesMax = numberAttribute(queue, 'MaximumMessageSize');
  if (sizeOf(message) > bytesMax) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
    );
  }
  checkCharacters(MessageBody!);
}

/** `SenderId`: the unique id of the user or role session, or the name of a service. */
function senderOf({ caller }: Context): string {
  const { principalId, invokedBy } = caller.identity.userIdentity;
  return String(principalId ?? invokedBy ?? '');
}
