import type { Context } from '../../../kernel/context.ts';
import type { RetryPolicy } from '../deliveryPolicy.ts';
import { subscriptionDeliveryPolicy } from '../deliveryPolicy.ts';
import type { MessageAttributes } from '../message.ts';
import type { Subscription, Topic } from '../state.ts';
import { deadLetterArnOf } from '../subscriptionAttributes.ts';
import { deliveryPolicyOf } from '../topicAttributes.ts';

/**
 * One message on its way to one subscription: the payload of a job. It holds all that is needed to
 * deliver, so that what was published arrives even if topic or subscription are deleted meanwhile.
 * The token of a confirmation is not in it; it is read from the subscription when it is sent.
 */
export interface Delivery {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly messageId: string;
  readonly timeMs: number;
  readonly subject?: string;
  readonly message: string;
  readonly attributes: MessageAttributes;
  readonly target: Target;
  /** How many attempts failed so far. */
  readonly failures: number;
}

/** What topic and subscription were when the message was published. */
export interface Target {
  readonly subscriptionArn: string;
  readonly topicArn: string;
  readonly displayName: string;
  readonly signatureVersion: '1' | '2';
  readonly protocol: Subscription['protocol'];
  readonly endpoint: string;
  readonly sealedCredentials?: string;
  readonly raw: boolean;
  readonly contentType: string;
  readonly retry: RetryPolicy;
  readonly deadLetterArn?: string;
}

export function notification(
  published: Pick<Delivery, 'messageId' | 'timeMs' | 'subject' | 'message' | 'attributes'>,
  topic: Topic,
  subscription: Subscription,
): Delivery {
  return { ...published, type: 'Notification', target: targetOf(topic, subscription), failures: 0 };
}

/** Asks the owner of an endpoint to confirm, or tells that the subscription has ended. */
export function confirmation(
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
  topic: Topic,
  subscription: Subscription,
  context: Context,
): Delivery {
  return {
    type,
    messageId: context.ids.uuid(),
    timeMs: context.nowMs,
    message: requestText(type, subscription),
    attributes: {},
    target: targetOf(topic, subscription),
    failures: 0,
  };
}

function requestText(type: Delivery['type'], { topicArn, arn }: Subscription): string {
  const [chosen, visit] =
    type === 'SubscriptionConfirmation'
      ? [`subscribe to the topic ${topicArn}`, 'To confirm the subscription']
      : [`deactivate subscription ${arn}`, 'To cancel this operation and restore the subscription'];
  return `You have chosen to ${chosen}.\n${visit}, visit the SubscribeURL included in this message.`;
}

function targetOf(topic: Topic, { settings, ...subscription }: Subscription): Target {
  const topicPolicy = deliveryPolicyOf(topic);
  const policy = subscriptionDeliveryPolicy(settings.deliveryPolicy, topicPolicy);
  const { sealedCredentials } = subscription;
  const deadLetterArn = deadLetterArnOf(settings);
  return {
    subscriptionArn: subscription.arn,
    topicArn: topic.arn,
    displayName: topic.displayName,
    signatureVersion: topic.signatureVersion ?? '1',
    protocol: subscription.protocol,
    endpoint: subscription.endpoint,
    ...(sealedCredentials ? { sealedCredentials } : undefined),
    raw: settings.rawMessageDelivery,
    contentType: policy.requestPolicy.headerContentType,
    retry: policy.healthyRetryPolicy,
    ...(deadLetterArn ? { deadLetterArn } : undefined),
  };
}
