import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../kernel/error.ts';
import { type JobKind, jobKind } from '../../../kernel/jobs.ts';
import { sendToQueue } from '../../../kernel/sendToQueue.ts';
import type { MessageAttributes } from '../message.ts';
import { deadLetter, serviceOf } from './deadLetter.ts';
import type { Delivery } from './delivery.ts';
import { bodyFor } from './envelope.ts';

/**
 * Puts a message into a queue. What the queue refuses – it is not there, its policy does not let
 * the topic in – is not tried again: to SNS that is the client's fault.
 */
export const queueJob: JobKind<Delivery, string | undefined> = jobKind({
  name: 'sns.queue',
  concurrency: 16,
  perform: bodyFor,
  settle: ({ payload: delivery, outcome: body, error }, context) => {
    if (error) throw error;
    if (body === undefined) return;
    const { endpoint, raw } = delivery.target;
    try {
      sendToQueue(context, serviceOf(delivery, context), {
        queueArn: endpoint,
        body,
        ...(raw ? { attributes: queueAttributes(delivery.attributes) } : undefined),
      });
    } catch (refusal) {
      if (!(refusal instanceof AwsError)) throw refusal;
      const { code, message } = refusal;
      deadLetter(delivery, body, { code, message, permanent: true }, context);
    }
  },
});

/** Raw delivery carries the message's attributes over as the queue's own. */
function queueAttributes(attributes: MessageAttributes): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { Type, Value }]) => [
      name,
      Type.startsWith('Binary')
        ? { DataType: Type, BinaryValue: Buffer.from(Value, 'base64') }
        : { DataType: Type, StringValue: Value },
    ]),
  );
}
