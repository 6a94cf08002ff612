import { serviceCaller } from '../../../kernel/caller.ts';
import type { Context } from '../../../kernel/context.ts';
import { AwsError } from '../../../kernel/error.ts';
import { sendToQueue } from '../../../kernel/sendToQueue.ts';
import type { Delivery } from './delivery.ts';

/** Why a delivery failed; `permanent` when trying again cannot help. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly permanent: boolean;
}

/**
 * Hands what could not be delivered to the subscription's dead-letter queue. Without one, or when
 * the queue refuses it too, SNS drops the message.
 */
export function deadLetter(delivery: Delivery, body: string, failure: Failure, context: Context) {
  const { deadLetterArn } = delivery.target;
  // A confirmation holds a token, which is for the endpoint alone.
  if (deadLetterArn === undefined || delivery.type !== 'Notification') return;
  const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
  try {
    sendToQueue(context, serviceOf(delivery, context), {
      queueArn: deadLetterArn,
      body,
      attributes: {
        RequestID: attribute(context.requestId),
        ErrorCode: attribute(failure.code),
        ErrorMessage: attribute(failure.message),
      },
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

/** SNS, as the policies of queues see it. */
export function serviceOf({ target }: Delivery, { accountId }: Context) {
  return serviceCaller('sns.amazonaws.com', { arn: target.topicArn, accountId });
}
