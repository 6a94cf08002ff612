import type {
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
} from '@aws-sdk/client-sns';
import { operation } from '../../kernel/operation.ts';
import { subscriptionOf, topicOf } from './state.ts';
import { subscriptionAttributes } from './subscriptionAttributes.ts';
import { accountAccess } from './topicAccess.ts';

export const GetSubscriptionAttributes = operation<
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse
>({
  accepts: ['SubscriptionArn'],
  ...accountAccess,
  run: ({ SubscriptionArn }, context) => {
    const subscription = subscriptionOf(context, SubscriptionArn);
    const topic = topicOf(context, subscription.topicArn);
    return { Attributes: subscriptionAttributes(subscription, topic) };
  },
});
