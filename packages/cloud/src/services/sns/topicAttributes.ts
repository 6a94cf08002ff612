import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import {
  DeliveryPolicyError,
  defaultTopicDeliveryPolicy,
  parseTopicDeliveryPolicy,
  type TopicDeliveryPolicy,
} from './deliveryPolicy.ts';
import {
  invalid,
  type SignatureVersion,
  type Subscription,
  subscriptionsOf,
  type Topic,
} from './state.ts';
import { checkPolicy } from './topicPolicy.ts';

/** The topic with one attribute set. Throws AWS's error for a wrong name or value. */
export function withTopicAttribute(
  topic: Topic,
  name: string,
  value: string,
  context: Context,
): Topic {
  switch (name) {
    case 'Policy':
      return { ...topic, policy: checkPolicy(value, context) };
    case 'DisplayName':
      return { ...topic, displayName: checkDisplayName(value) };
    case 'DeliveryPolicy':
      return withDeliveryPolicy(topic, value);
    case 'SignatureVersion':
      if (value !== '1' && value !== '2') {
        throw invalid('Attributes Reason: SignatureVersion must be 1 or 2');
      }
      return { ...topic, signatureVersion: value satisfies SignatureVersion };
    case 'KmsMasterKeyId':
      // An empty key is how encryption is taken off.
      if (value === '') return topic;
      break;
  }
  if (!laterAttributes.test(name)) throw invalid('AttributeName');
  throw notImplemented(`the topic attribute ${name}`);
}

/** What GetTopicAttributes answers. */
export function topicAttributes(topic: Topic, context: Context): Record<string, string> {
  const states = subscriptionsOf(context, topic.arn).map(({ state }) => state);
  const count = (state: Subscription['state']) =>
    String(states.filter((one) => one === state).length);
  return {
    Policy: topic.policy,
    ...(topic.signatureVersion ? { SignatureVersion: topic.signatureVersion } : undefined),
    Owner: topic.arn.split(':')[4]!,
    SubscriptionsPending: count('pending'),
    TopicArn: topic.arn,
    ...(topic.deliveryPolicy ? { DeliveryPolicy: topic.deliveryPolicy } : undefined),
    EffectiveDeliveryPolicy: JSON.stringify(deliveryPolicyOf(topic)),
    SubscriptionsConfirmed: count('confirmed'),
    DisplayName: topic.displayName,
    SubscriptionsDeleted: count('deleted'),
  };
}

export function deliveryPolicyOf({ deliveryPolicy }: Topic): TopicDeliveryPolicy {
  return deliveryPolicy ? parseTopicDeliveryPolicy(deliveryPolicy) : defaultTopicDeliveryPolicy;
}

/** Attributes that AWS has and this cloud has not. */
const laterAttributes = new RegExp(
  '^(KmsMasterKeyId|TracingConfig|FifoTopic|ContentBasedDeduplication|FifoThroughputScope' +
    '|ArchivePolicy|(HTTP|Firehose|Lambda|Application|SQS)' +
    '(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn))$',
);

function withDeliveryPolicy(topic: Topic, value: string): Topic {
  if (value === '') {
    const { deliveryPolicy: _removed, ...rest } = topic;
    return rest;
  }
  try {
    return { ...topic, deliveryPolicy: JSON.stringify(parseTopicDeliveryPolicy(value)) };
  } catch (error) {
    if (error instanceof DeliveryPolicyError) throw invalid(error.message);
    throw error;
  }
}

/** The name stands in the From line of mails: a line break in it would be a header of its own. */
function checkDisplayName(value: string): string {
  if (value.length > displayNameLimit || controlCharacter.test(value)) {
    throw invalid('DisplayName');
  }
  return value;
}

const displayNameLimit = 100;
const controlCharacter = /\p{Cc}/u;
